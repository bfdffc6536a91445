def f[T]() -> (a := 1):
    pass
