def f():
    yeild a
