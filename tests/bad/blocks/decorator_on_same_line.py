@a def f():
    pass
