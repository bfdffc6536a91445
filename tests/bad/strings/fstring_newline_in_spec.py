x = f'{a:x
}'
