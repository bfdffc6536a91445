with x as {a: a for a in b}:
    pass
