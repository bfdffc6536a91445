if None = x:
    pass
