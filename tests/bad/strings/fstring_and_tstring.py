x = f'a' f'b' t'c'
