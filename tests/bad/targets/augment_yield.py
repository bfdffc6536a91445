def g():
    (yield a) += x
