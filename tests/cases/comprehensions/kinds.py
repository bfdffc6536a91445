# List, set, dict comprehensions and generator expressions.
print([n * n for n in range(6)], [n for n in range(20) if n % 2 if n % 3 == 0])
print({n % 3 for n in range(10)}, {n: n ** 2 for n in range(4)}, {v: k for k, v in {"a": 1}.items()})
print([(x, y) for x in range(3) for y in range(x)], [[c * 2 for c in row] for row in ("ab", "cd")])
print(sum(n for n in range(5)), max((len(w), w) for w in "a bb cc".split()), list(n for n in "ab"))
print([x if x % 2 else -x for x in range(5)], [a + b for a, b in [(1, 2), (3, 4)]])
print([*(n for n in range(2))], dict((k, 1) for k in "ab"), tuple(i for i in range(3)), any(n > 2 for n in range(5)))
x = "outer"
print([x for x in range(2)], x)


def inside(limit):
    squares = [limit * n for n in range(limit)]
    lambdas = [lambda: n + limit for n in range(2)]
    return squares, [f() for f in lambdas]


print(inside(3))


def loud(n):
    print("source", n)
    return range(n)


lazy = (x for x in loud(2))
print("made")
print(list(lazy), list(lazy))
try:
    [1 / n for n in (1, 0)]
except ZeroDivisionError as error:
    print(error)
n = 5
print([n for n in range(n)], n)
