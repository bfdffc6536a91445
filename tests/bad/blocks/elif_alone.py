elif a:
    pass
