def f():
    a = 1
    def g():
        print(a)
        nonlocal a
