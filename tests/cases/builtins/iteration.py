# enumerate, zip, map, filter, any, all, reversed, sorted, iter, next, range.
print(list(enumerate("ab")), list(enumerate(["x"], start=5)))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip("ab", [1, 2], (3, 4))), dict(zip("ab", range(2))))
print(list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(str, range(3))), list(map(len, ["a", "bb"])))
print(list(filter(lambda n: n % 2, range(6))), list(filter(None, [0, 1, "", "a", [], None])))
print(any([0, "", 3]), any([]), all([1, "a"]), all([]), all([1, 0]), any(n > 3 for n in range(5)))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(3))), "".join(reversed("tac")))
m = map(print, ["mapped", "lazily"])
print("before")
next(m)
print(list(m))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
try:
    map(len)
except TypeError as error:
    print(error)
try:
    list(map(5, [1]))
except TypeError as error:
    print(error)
print(type(enumerate([])).__name__, type(zip()).__name__, type(map(len, [])).__name__, type(reversed([])).__name__)
it = iter(range(5))
for n in it:
    print(n, next(it, "end"))
values = iter([1, 2, 3, 0, 4])
print(list(iter(lambda: next(values), 0)), list(values))
print(list(range(5, 0, -2)), range(5) == range(0, 5, 1), hash(range(3)) == hash(range(0, 3)), len(range(-3)), 7 in range(1, 9, 3))
print(range(10)[::3], list(range(10)[7:2:-2]), range(0, 10, 3)[-1], bool(range(0)))
