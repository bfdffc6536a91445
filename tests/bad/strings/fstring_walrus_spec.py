x = f'{a:=}' b
