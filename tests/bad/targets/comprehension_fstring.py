[a for f'{a}' in x]
