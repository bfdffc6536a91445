type A[T, **T] = T
