lambda: a += x
