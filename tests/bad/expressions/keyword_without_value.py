f(k=)
