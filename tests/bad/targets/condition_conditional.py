if a if b else c = x:
    pass
