(if a:
    pass)
