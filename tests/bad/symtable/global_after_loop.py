def f():
    for a in b:
        pass
    global a
