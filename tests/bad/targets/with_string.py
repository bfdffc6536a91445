with x as 's':
    pass
