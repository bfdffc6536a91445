f(lambda: a = b)
