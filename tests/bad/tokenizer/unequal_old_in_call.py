f(a <> b)
