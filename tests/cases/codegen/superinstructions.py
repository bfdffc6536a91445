# Pairs of locals, constants and stores that compile to one instruction.
def pairs(a, b, c):
    d = a
    e = b + c
    a, b = b, a
    f, g = d, e
    d, e, f = f, d, e
    h = i = a
    return a, b, c, d, e, f, g, h, i


def unchecked(flag):
    if flag:
        x = 1
    del flag
    try:
        return x
    except UnboundLocalError as error:
        return str(error)


def redefined(n):
    for i in range(n):
        pass
    try:
        return i
    except UnboundLocalError as error:
        return str(error)


def many(a):
    b = a; c = b; d = c
    del b, c
    b = d
    return b, d


def slices(s, i, j):
    t = s[:]
    t[i:j] = s[j:]
    del t[:i]
    return s[i:j], s[i:], s[:j], s[1:3], s[i:j:2], t, s[-1], s[0], s[300:], s[i:j][0:1]


def constants():
    return 0, 255, 256, -1, -5, 1000, 1.0, "s", b"b", None, True, ..., (), (1, (2,)), 2 ** 70, -0.0, 1e400 - 1e400 != 0


print(pairs(1, 2, 3), unchecked(1), unchecked(0), redefined(2), redefined(0), many(5))
print(slices(list(range(8)), 2, 5), constants())


def swap(a, b, c, d):
    a, b, c = c, a, b
    c, d = d, c
    (a, b), (c, d) = (d, c), (b, a)
    return a, b, c, d


print(swap(1, 2, 3, 4))
