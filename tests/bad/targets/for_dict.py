for {1: 2} in x:
    pass
