f(False=x)
