with a $:
    pass
