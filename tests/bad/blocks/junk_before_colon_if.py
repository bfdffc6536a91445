if a $:
    pass
