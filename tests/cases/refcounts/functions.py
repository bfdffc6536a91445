# Counts seen from inside functions: borrowed locals, arguments, closures, defaults.
import sys


def argument(x):
    return sys.getrefcount(x)


def local():
    x = []
    y = x
    counts = [sys.getrefcount(x)]
    del y
    counts.append(sys.getrefcount(x))
    return counts


def captured():
    x = []

    def inner():
        return x
    return sys.getrefcount(x), sys.getrefcount(inner)


def star(*args, **kwargs):
    return sys.getrefcount(args[0]), sys.getrefcount(args), sys.getrefcount(kwargs)


def default(x=[]):
    return sys.getrefcount(x)


def reassigned(x):
    before = sys.getrefcount(x)
    x = None
    return before, x


value = []
print(argument(value), argument([]), argument(x=[]), argument(*[value]))
print(local(), captured(), star(value), star([]), default(), default(value))
print(reassigned(value), reassigned([]), sys.getrefcount(value))


def through(x, depth):
    if depth == 0:
        return sys.getrefcount(x)
    return through(x, depth - 1)


print([through(value, n) for n in range(4)])


def generator(x):
    yield sys.getrefcount(x)
    yield sys.getrefcount(x)


g = generator(value)
print(sys.getrefcount(value), next(g), next(g), sys.getrefcount(value))
del g
print(sys.getrefcount(value), sys.getrefcount(argument), sys.getrefcount(argument.__code__))
print((lambda v: sys.getrefcount(v))(value), [sys.getrefcount(v) for v in [value]], [sys.getrefcount(value) for _ in range(2)])
try:
    raise ValueError(value)
except ValueError as error:
    print(sys.getrefcount(error), sys.getrefcount(error.args), sys.getrefcount(value))
print(sys.getrefcount(value))
