def g():
    [a for (yield a) in x]
