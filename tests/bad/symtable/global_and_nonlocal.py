def f():
    a = 1
    def g():
        global a
        nonlocal a
