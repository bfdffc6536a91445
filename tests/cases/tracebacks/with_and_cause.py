# A traceback through a with block and a cause.
def a():
    b()
def b():
    try:
        c(0)
    except ZeroDivisionError as e:
        raise RuntimeError("wrapped") from e
def c(n):
    return {"k": [1 / n
                  for _ in range(2)]}
class Ctx:
    def __enter__(self): return 1
    def __exit__(self, *x): print("exit", x[0].__name__)
with Ctx() as z:
    a()
