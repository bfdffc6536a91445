f(a and b=x)
