def f() $:
    pass
