if f() = x:
    pass
