# Cycles outlive their names until gc.collect().
import gc


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


gc.disable()
gc.collect()
a = Node("a")
a.self = a
print("drop a")
del a
print("collected", gc.collect())
b, c = Node("b"), Node("c")
b.other, c.other = c, b
del b
print("c still holds b:", c.other.name)
del c
print("collected", gc.collect())
items = []
items.append(items)
del items
print("list", gc.collect())
d = {}
d["d"] = d
d = None
print("dict", gc.collect())
t = ([],)
t[0].append(t)
t = None
print("tuple and list", gc.collect())


def recursive():
    def inner():
        return inner
    return None


recursive()
print("closure", gc.collect())


class Local:
    pass


del Local
print("class", gc.collect() > 0)
n = Node("kept")
n.cycle = [n]
print("reachable", gc.collect())
n.cycle = None
del n
print("nothing", gc.collect(), gc.garbage)
