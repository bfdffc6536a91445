type 1 = c
