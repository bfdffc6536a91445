def f():
    class C:
    return C
