if a:
    pass
elfi b:
    pass
