f(a < b=x)
