x = f'\x'
