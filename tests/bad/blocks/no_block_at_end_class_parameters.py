class C[T]:
