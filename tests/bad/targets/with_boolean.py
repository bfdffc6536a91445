with x as a and b:
    pass
