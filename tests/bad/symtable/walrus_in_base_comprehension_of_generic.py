class C[T](*[a := b for b in c]):
    pass
