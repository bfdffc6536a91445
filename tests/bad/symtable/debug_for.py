for __debug__ in a:
    pass
