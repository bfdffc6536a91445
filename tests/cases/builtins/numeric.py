# sum, min, max, abs, round, divmod, pow.
print(sum([1, 2, 3]), sum((), 5), sum([[1], [2]], []), sum([0.5, 1]), sum(range(101)), sum({1: "a", 2: "b"}))
print(min(3, 1, 2), max([3, 1, 2]), min("banana"), max("a", "b"), min([], default="none"), max({"x": 1, "y": 0}))
print(max(["aa", "b", "cccc"], key=len), min([-5, 3, -1], key=abs), max(1, 2, 3, key=lambda v: -v))
print(max([(1, "b"), (1, "a")]), min([2, 1, 1.0]), max(True, 2), min([[2], [1, 9]]))
print(abs(-3), abs(2.5), abs(-0.0), abs(True), round(3.14159, 3), round(7), round(-1.5), round(12345, -2))
print(divmod(17, 5), divmod(-17, 5), divmod(7.5, 2), pow(2, 10), pow(2, 10, 1000), pow(2.0, -1))
for call in (lambda: sum("ab"), lambda: sum(["a"], ""), lambda: min(1), lambda: max([], [1], key=len), lambda: pow("a", 2)):
    try:
        print(call())
    except TypeError as error:
        print(error)
