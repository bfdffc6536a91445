def f():
    {(yield a): 1 for a in b}
