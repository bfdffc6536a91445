def f():
    a = 1
    def g():
        nonlcoal a
