f(a, k=)
