f(True=x)
