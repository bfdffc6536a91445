def g():
    (yield a): int = x
