# names: annotation
def f(x: int):
    return x
