def f(a, a):
    pass
nonlocal b
