@a
def f()
    pass
