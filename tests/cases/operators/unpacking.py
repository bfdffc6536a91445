# Unpacking on both sides of an assignment.
a, b, c = 1, 2, 3
a, b = b, a
print(a, b, c)
first, *rest = [1, 2, 3, 4]
*front, last = "word"
head, *middle, tail = range(6)
print(first, rest, front, last, head, middle, tail)
x, *none = (9,)
print(x, none)
(p, q), [r, (s, *t)] = (1, 2), [3, (4, 5, 6)]
print(p, q, r, s, t)
[single] = [7]
print(single)
for name, (low, high) in [("a", (1, 2)), ("b", (3, 4))]:
    print(name, low, high)
print([*range(3), *"ab"], (*[1], 2), {*[1, 1], 2}, {**{"k": 1}, "k": 2})
items = [0, 0]
i = 0
i, items[i] = 1, 9
print(i, items)
for values in ([1], [1, 2, 3], []):
    try:
        a, b = values
    except ValueError as error:
        print(error)
try:
    a, *b, c = [1]
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)
a = b = []
a.append(1)
print(b)
