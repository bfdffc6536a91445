[a for __debug__ in x]
