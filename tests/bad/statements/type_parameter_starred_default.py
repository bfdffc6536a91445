class C[T = *a]:
    pass
