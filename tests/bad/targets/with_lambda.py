with x as lambda: a:
    pass
