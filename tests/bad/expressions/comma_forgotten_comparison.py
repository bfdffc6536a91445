f(a < b c)
