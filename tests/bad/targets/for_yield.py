def g():
    for (yield a) in x:
        pass
