[a for __debug__ in b]
