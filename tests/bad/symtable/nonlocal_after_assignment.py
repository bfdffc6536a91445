def f():
    a = 1
    def g():
        a = 2
        nonlocal a
