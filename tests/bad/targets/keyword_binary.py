f(a + b=x)
