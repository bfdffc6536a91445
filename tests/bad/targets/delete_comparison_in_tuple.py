del a, b == c
