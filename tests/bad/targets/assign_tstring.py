t'{a}' = x
