# Chained comparison, identity, membership.
x = 5
print(1 < x < 10, 1 < x > 3, 10 > x >= 5 == 5, 1 < 2 > 3, x == 5 != 6)


def loud(value):
    print("eval", value)
    return value


print(loud(1) < loud(2) < loud(3))
print(loud(3) < loud(2) < loud(1))
print(loud(0) or loud("") or loud("last"))
print(loud(1) and loud(0) and loud("never"))
a = [1]
print(a is a, a == [1], a is [1], a is not [1], None is None)
print(1 in [1, 2], 3 not in (1, 2), "a" in {"a": 1}, 2 in range(0, 10, 2), 5 in range(0, 10, 2))
print(1 == 1.0, "1" == 1, [1] == (1,), None == 0, () == [], True == 1)
for left, right in ((1, "a"), ([], ()), (None, 0), ({}, {})):
    try:
        left < right
    except TypeError as error:
        print(error)
try:
    1 in 5
except TypeError as error:
    print(error)
try:
    1 in "abc"
except TypeError as error:
    print(error)
print(not x, not not x, -x, +x, -(-x), - -x)
