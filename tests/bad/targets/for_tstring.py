for t'{a}' in x:
    pass
