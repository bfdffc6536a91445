# sys.getrefcount of an object as names come and go.
import sys

a = [1, 2, 3]
print(sys.getrefcount(a))
b = a
print(sys.getrefcount(a), sys.getrefcount(b))
c = [a, a]
print(sys.getrefcount(a))
d = {"k": a}
t = (a,)
print(sys.getrefcount(a))
del b
print(sys.getrefcount(a))
c.pop()
print(sys.getrefcount(a))
del c, d
print(sys.getrefcount(a))
t = None
print(sys.getrefcount(a))
print(sys.getrefcount([]), sys.getrefcount(object()), sys.getrefcount([[]][0]))
x = y = z = []
print(sys.getrefcount(x))
for item in [x]:
    print(sys.getrefcount(item))
print(sys.getrefcount(item))
item = None
(x, y) = (y, x)
print(sys.getrefcount(x))
z += [1]
print(sys.getrefcount(z))
z = z + [2]
print(sys.getrefcount(z), sys.getrefcount(x))
w = [x] * 5
print(sys.getrefcount(x))
w.clear()
print(sys.getrefcount(x))
s = {1: x}.get(1)
print(sys.getrefcount(s))
