match a $:
    pass
