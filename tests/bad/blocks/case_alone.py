case a:
    pass
