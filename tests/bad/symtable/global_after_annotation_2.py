def f():
    a: int
    global a
