f(a type)
