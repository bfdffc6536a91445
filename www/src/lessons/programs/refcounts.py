import sys

a = ["only", "one", "list"]
print(sys.getrefcount(a))
b = a
c = [a, a]
print(sys.getrefcount(a))
del b
c.pop()
c = None
print(sys.getrefcount(a))
a = None
