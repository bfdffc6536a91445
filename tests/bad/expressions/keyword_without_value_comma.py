f(k=, a)
