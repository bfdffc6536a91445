fi a:
    pass
