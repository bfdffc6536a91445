x = f'{a
'
