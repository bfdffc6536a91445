f(f()=x)
