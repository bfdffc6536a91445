with x as {1: 2}:
    pass
