for f'{a}' in x:
    pass
