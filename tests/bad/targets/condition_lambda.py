if lambda: a = x:
    pass
