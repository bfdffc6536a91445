whlie a:
    pass
