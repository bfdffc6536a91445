f(a + b = c)
