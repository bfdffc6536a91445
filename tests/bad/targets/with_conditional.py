with x as a if b else c:
    pass
