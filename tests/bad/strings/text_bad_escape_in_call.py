f(a, '\x', b)
