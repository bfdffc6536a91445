# Tuples.
point = (3, 4)
x, y = point
print(point, x, y, point[0], point[-1], len(point), 3 in point)
print((), (1,), 1, (1, 2)[::-1], (1, 2) + (3,), (1, 2) * 2)
print((1, 2) == (1, 2), (1, 2) < (1, 3), (1, 2) < (1, 2, 0), () < (0,))
print({(0, 0): "origin", (1, 0): "right"}[(1, 0)], hash((1, 2)) == hash((1, 2)))
print((1, 2, 1).count(1), (1, 2, 3).index(3), tuple([1, 2]), tuple("ab"), tuple(range(3)))
nested = (1, [2, 3])
nested[1].append(4)
print(nested)
try:
    nested[0] = 5
except TypeError as error:
    print(error)
try:
    nested[1] += [5]
except TypeError as error:
    print(error, nested)
try:
    hash(nested)
except TypeError as error:
    print(error)
try:
    del point[0]
except TypeError as error:
    print(error)
print(max((1, 5), (1, 9), (0, 99)), sorted([(2, "b"), (1, "z"), (2, "a")]))


def stats(values):
    return min(values), max(values), sum(values) / len(values)


low, high, mean = stats([4, 8, 6])
print(low, high, mean)
