match a
    pass
