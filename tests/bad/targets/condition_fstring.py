if f'{a}' = x:
    pass
