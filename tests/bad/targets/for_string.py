for 's' in x:
    pass
