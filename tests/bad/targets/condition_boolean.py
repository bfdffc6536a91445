if a and b = x:
    pass
