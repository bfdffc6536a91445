f'{a}': int = x
