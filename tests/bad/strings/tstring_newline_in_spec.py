x = t'{a:x
}'
