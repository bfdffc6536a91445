a, f'{a}' = x
