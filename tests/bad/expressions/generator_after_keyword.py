f(k=1, a for a in b)
