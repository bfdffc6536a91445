# Inlined comprehensions: cells, shadowing, errors, nesting, in classes and at module level.
x = "module x"
a = [x for x in "ab"]
b = [lambda: x for x in "ab"]
print(x, a, [f() for f in b])


def f(x):
    y = [x for x in range(3)]
    z = [[x + w for w in (10, 20)] for x in y]
    g = lambda: x
    return x, y, z, g(), {x: y for x, y in [(1, 2)]}, {x for x in "a"}, y


print(f("arg"))


def cells():
    fs = [lambda: i + j for i in range(2) for j in range(2)]
    i = "outer i"
    return [f() for f in fs], i


print(cells())


def failing(n):
    try:
        return [10 // i for i in range(n, -1, -1)]
    except ZeroDivisionError:
        try:
            return i
        except NameError as error:
            return str(error)


i = "module i"
print(failing(2))


class K:
    x = 5
    first = [v for v in range(x)]
    try:
        second = [x for _ in range(1)]
    except NameError as error:
        second = str(error)
    third = [(lambda: v)() for v in range(2)]


print(K.first, K.second, K.third)


def walrus():
    total = 0
    partial = [total := total + v for v in range(5)]
    any(found := v for v in (0, 0, 3, 4) if v)
    return partial, total, found


print(walrus())
print([j for j in [k for k in range(3)]], [(p, q) for p in range(2) for q in [p * 10]], [[c for c in r] for r in ("ab", "c")])
del x
try:
    [x for _ in (1,)]
except NameError as error:
    print(error)
print([*map(lambda v: [v for v in range(v)], range(3))], [v if v else [v] for v in (0, 1)])
