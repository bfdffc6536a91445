# Jumps: and, or, not, chains and conditionals as conditions.
def kind(a, b, c):
    if a and b or not c:
        if not (a or b) and c:
            return 0
        elif a < b < c or c is None:
            return 1
        return 2
    elif not a and not b and (c and a or b):
        return 3
    elif a if b else c:
        return 4
    else:
        return 5


for a in (0, 1):
    for b in (0, 2):
        for c in (0, 3):
            print(kind(a, b, c), end=" ")
print()


def loop(n):
    out = []
    while n > 0 and not (n == 7 or n % 5 == 0 and n < 20) or n == 5:
        n -= 1
        if n % 2 and n % 3:
            continue
        if n is None or n is not None and n < 0:
            break
        out.append(n if n % 4 else -n if n % 8 else "eight")
    else:
        out.append("else")
    return out


print(loop(12), loop(6), loop(40))


def chain(x):
    return 0 < x < 10 < x * 5 and x != 7, 1 <= x <= 3 or "no", not 1 < x < 5


print(chain(3), chain(7), chain(20), chain(1))


def values(a, b):
    x = a or b
    y = a and b
    z = (a and b) or (b and a) or "neither"
    w = not (a and b)
    v = a if a else b if b else "none"
    return x, y, z, w, v


print(values(0, 1), values(1, 0), values("", None), values(2, 3))
assert kind(1, 2, 3) == 1 and (kind(0, 0, 0) == 2 or False), "message"
print([x for x in range(10) if x > 2 and x < 8 if not x % 2 or x == 5])
