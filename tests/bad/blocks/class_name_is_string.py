class 'C':
    pass
