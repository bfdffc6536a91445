f(g(a b))
