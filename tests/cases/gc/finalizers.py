# __del__ order in a cycle, resurrection, and what a finalizer sees.
import gc

gc.disable()
gc.collect()
saved = []


class Node:
    def __init__(self, name, other=None):
        self.name = name
        self.other = other

    def __del__(self):
        print("del", self.name, "sees", self.other and self.other.name)


class Phoenix:
    def __del__(self):
        print("resurrecting")
        saved.append(self)


a = Node("a")
a.other = Node("b", Node("c", a))
del a
print(gc.collect())
p = Phoenix()
del p
print(len(saved))
saved.clear()
print("second death is silent", len(saved))
p = Phoenix()
p.me = p
del p
print(gc.collect(), len(saved))
saved.pop().me = None
print("gone", gc.collect())
mixed = Node("in cycle")
mixed.other = None
mixed.list = [mixed, Node("hanging off")]
del mixed
print(gc.collect())


class Fails:
    def __del__(self):
        print("about to fail")


f = Fails()
f.f = f
f = None
print(gc.collect(), gc.collect())
