def f():
    try:
        return 1
    finally:
        x = yield
    x: int
    global x
