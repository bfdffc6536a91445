f(a.b=x)
