with x as t'{a}':
    pass
