fro a in b:
    pass
