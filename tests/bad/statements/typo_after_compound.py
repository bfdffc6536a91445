if a:
    pass
whille b:
    pass
