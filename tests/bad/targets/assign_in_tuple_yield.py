def g():
    a, (yield a) = x
