if a < b = x:
    pass
