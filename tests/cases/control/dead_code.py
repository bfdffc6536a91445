# Branches the compiler can decide.
if True:
    print("always")
if False:
    print("never")
if 0:
    print("never")
else:
    print("else")
if "text":
    print("true constant")
if not None:
    print("not None")
while 1:
    break
while False:
    print("never")


def after_return():
    return 1
    print("never")


def constants():
    a = 2 * 3 + 4
    b = "a" * 3 + "b"
    c = (1, 2, (3, 4))
    d = -5, not 0, 1 < 2
    e = 10 ** 3 // 7 % 5 | 8
    f = (1, 2)[1], "abc"[0]
    return a, b, c, d, e, f


print(after_return(), constants())
x = 1 and 2
y = 0 or 3
z = () or [] or {}
print(x, y, z)
assert True
assert 1 < 2, "unused"
