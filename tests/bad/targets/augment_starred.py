*a += x
