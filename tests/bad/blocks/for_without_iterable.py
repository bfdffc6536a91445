for a in:
    pass
