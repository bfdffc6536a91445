def f():
    [await a for a in b]
