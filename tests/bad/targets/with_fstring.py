with x as f'{a}':
    pass
