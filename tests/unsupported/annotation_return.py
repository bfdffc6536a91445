# names: annotation
def f() -> int:
    return 1
