class C[T:
    pass
