f(match a)
