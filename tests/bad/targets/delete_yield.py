def g():
    del (yield a)
