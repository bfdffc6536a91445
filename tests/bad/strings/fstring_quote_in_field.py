x = f'{a['b}'
