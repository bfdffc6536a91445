f(a for a in b if a if c, d)
