while a $:
    pass
