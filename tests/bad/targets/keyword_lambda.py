f(lambda: a=x)
