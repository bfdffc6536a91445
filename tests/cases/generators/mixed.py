# Generators of every kind.
def gen():
    try:
        for i in range(5):
            x = yield i
            if x: print("sent", x)
    except GeneratorExit:
        print("exit"); raise
    finally:
        print("fin")
g = gen(); print(next(g), g.send("a"), next(g)); g.close()
print(list(gen()))
def chain(*its):
    for it in its: yield from it
print(list(chain("ab", [1, 2], gen(), (x * x for x in range(3)))))
def tree(n): return None if n == 0 else (tree(n - 1), n, tree(n - 1))
def walk(t):
    if t:
        yield from walk(t[0]); yield t[1]; yield from walk(t[2])
print(list(walk(tree(4))))
def fibs():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from_fibs = fibs()
print([next(from_fibs) for _ in range(15)])
print({k: v for k, v in zip(range(3), fibs())}, [f"{f:>4}" for f, _ in zip(fibs(), range(4))])
def with_return():
    r = yield 1
    return r
def outer():
    v = yield from with_return()
    print("v", v)
o = outer(); next(o)
try: o.send(42)
except StopIteration as e: print("stop", e.value)
def bad():
    yield 1
    raise KeyError("k")
b = bad()
print(next(b))
try: next(b)
except KeyError as e: print(repr(e))
print(list(b))
gs = [(lambda i: (i + j for j in range(2)))(i) for i in range(3)]
print([list(g) for g in gs])
print(sum(1 for _ in fibs().__class__ and range(4)))
