whil a:
    pass
