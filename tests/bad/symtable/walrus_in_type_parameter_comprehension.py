class C[T: [a := 1 for b in c]]:
    pass
