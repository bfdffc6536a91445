@a
def f():
