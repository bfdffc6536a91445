def f():
    retur a
