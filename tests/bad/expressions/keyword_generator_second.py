f(x, k=a for a in b)
