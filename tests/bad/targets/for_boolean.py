for a and b in x:
    pass
