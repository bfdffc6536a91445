while (a, b) = x:
    pass
