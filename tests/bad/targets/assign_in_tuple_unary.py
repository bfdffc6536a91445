a, -a = x
