for lambda: a in x:
    pass
