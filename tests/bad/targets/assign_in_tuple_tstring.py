a, t'{a}' = x
