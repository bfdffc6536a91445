def f():
    [(yield from a) for a in b]
