# Instances, classes, bound methods, attributes.
import sys


class Node:
    def __init__(self):
        self.me = sys.getrefcount(self)

    def method(self):
        return sys.getrefcount(self)


n = Node()
print(n.me, n.method(), sys.getrefcount(n), Node().method())
bound = n.method
print(sys.getrefcount(n), sys.getrefcount(bound), bound())
bound = None
n.child = Node()
print(sys.getrefcount(n.child))
child = n.child
print(sys.getrefcount(child))
child.parent = n
print(sys.getrefcount(n))
del n.child
print(sys.getrefcount(child))
child.parent = None
print(sys.getrefcount(n))
before = sys.getrefcount(Node)
nodes = [Node() for _ in range(3)]
print(sys.getrefcount(Node) - before)
nodes.pop()
print(sys.getrefcount(Node) - before, [sys.getrefcount(x) for x in nodes])
del nodes
print(sys.getrefcount(Node) - before)


class Sub(Node):
    pass


print(sys.getrefcount(Node) - before)
n.items = items = []
print(sys.getrefcount(items), sys.getrefcount(n.items), sys.getrefcount(vars(n)["items"]))
setattr(n, "other", items)
print(sys.getrefcount(items), sys.getrefcount(getattr(n, "other")))
delattr(n, "other")
n = None
print(sys.getrefcount(items))
