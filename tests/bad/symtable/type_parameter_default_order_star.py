type A[T = int, *U] = T
