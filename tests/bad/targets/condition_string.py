if 's' = x:
    pass
