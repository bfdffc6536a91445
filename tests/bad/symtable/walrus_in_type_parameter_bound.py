class C[T: (a := 1)]:
    pass
