f(None=x)
