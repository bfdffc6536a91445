async if a:
    pass
