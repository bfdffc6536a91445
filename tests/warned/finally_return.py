def f():
    try:
        pass
    finally:
        return 1
def g():
    try:
        pass
    finally:
        if x:
            return
        with y:
            return 2
