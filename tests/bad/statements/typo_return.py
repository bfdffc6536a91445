def f():
    retrun a
