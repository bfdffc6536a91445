a b, c
