def f():
    nonlocal f()
