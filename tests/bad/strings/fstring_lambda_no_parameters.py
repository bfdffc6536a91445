x = f'{lambda: a}'
