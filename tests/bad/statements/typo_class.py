clas C:
    pass
