lambda: a = x
