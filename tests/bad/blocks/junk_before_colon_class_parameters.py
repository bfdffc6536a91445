class C[T] $:
    pass
