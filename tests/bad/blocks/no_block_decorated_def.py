@a
def f():
pass
