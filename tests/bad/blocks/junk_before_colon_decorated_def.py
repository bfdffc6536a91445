@a
def f() $:
    pass
