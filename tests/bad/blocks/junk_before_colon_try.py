try $:
    pass
