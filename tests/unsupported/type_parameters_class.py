# names: type parameter
class A[T]:
    pass
