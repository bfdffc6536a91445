with x as False:
    pass
