if a then
    pass
