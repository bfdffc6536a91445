for (a for a in b) in x:
    pass
