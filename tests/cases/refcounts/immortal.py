# Objects whose count never changes, and constants that are counted.
import sys

immortal = 3 << 30
for thing in (None, True, False, ..., 0, 5, 256, -5, "", "a", "é", (), "identifier", int, list, type, len is None):
    print(repr(thing), sys.getrefcount(thing) == immortal)
print(sys.getrefcount(None))
a = 257
b = -6
print(sys.getrefcount(a) == immortal, sys.getrefcount(b) == immortal)
n = int("1000")
print(sys.getrefcount(n))
m = n
print(sys.getrefcount(n))
f = float("1.5")
print(sys.getrefcount(f), sys.getrefcount(f * 2))
s = "-".join(["a", "b"])
print(sys.getrefcount(s))
c = chr(233)
print(sys.getrefcount(c) == immortal)
t = tuple([1, 2])
print(sys.getrefcount(t), sys.getrefcount(tuple([])) == immortal)
small = int("7")
print(sys.getrefcount(small) == immortal, 255 + 1 is int("256"), int("257") is int("257"))
r = range(3)
print(sys.getrefcount(r), sys.getrefcount(slice(1)), sys.getrefcount(frozenset([1])))


def function():
    return 1000


print(sys.getrefcount(function()), function() is function())
