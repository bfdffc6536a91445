def g():
    if (yield a) = x:
        pass
