# names: type parameter
def f[T](x):
    return x
