asnyc def f():
    pass
