if t'{a}' = x:
    pass
