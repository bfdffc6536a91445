# Which operations keep a reference.
import sys


def count():
    return sys.getrefcount(x)


x = []
base = count()
holders = [x]
print("list", count() - base)
holders.append(x)
holders.insert(0, x)
holders.extend([x, x])
print("append insert extend", count() - base)
holders[0] = None
print("set item", count() - base)
part = holders[1:3]
print("slice", count() - base)
del part
both = holders + holders
print("add", count() - base)
del both
holders.reverse()
popped = holders.pop(0)
print("pop", count() - base)
del popped
holders.remove(x)
print("remove", count() - base)
copied = holders.copy()
print("copy", count() - base)
holders.clear()
copied = None
print("clear", count() - base)
d = {}
d["a"] = d["b"] = x
print("dict", count() - base)
d["a"] = 1
print("replaced", count() - base)
d2 = dict(d)
d.update(d2)
print("dict copy", count() - base)
view = d.values()
for value in view:
    print("view", count() - base)
value = None
d.popitem()
d2.clear()
print("emptied", count() - base)
pairs = list(zip([x], [x]))
print("zip", count() - base)
pairs = list(enumerate([x]))
print("enumerate", count() - base)
mapped = list(map(lambda v: v, [x]))
pairs = None
print("map", count() - base)
mapped = sorted([x, x])
print("sorted", count() - base)
mapped = None
it = iter([x])
print("iterator", count() - base)
next(it)
next(it, None)
print("exhausted", count() - base)
first, *rest = x, x, x
print("star", count() - base)
first = rest = None
print("format", f"{x}", str(x), repr([x]), count() - base)
x == x, x is x, x in [x], not x
print("end", count() - base)
