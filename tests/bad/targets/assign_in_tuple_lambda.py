a, lambda: a = x
