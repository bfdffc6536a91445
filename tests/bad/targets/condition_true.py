if True = x:
    pass
