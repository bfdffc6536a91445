# Counts and finalizers together.
import gc, sys
class N:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
def f():
    a = N("a"); b = N("b"); a.b = b; b.a = a
    return sys.getrefcount(a), sys.getrefcount(b)
print(f()); print(gc.collect())
x = N("x"); y = [x, x]; print(sys.getrefcount(x)); z = (x,) ; print(sys.getrefcount(x)); del y; print(sys.getrefcount(x)); w = {x: x, "k": [x]}; print(sys.getrefcount(x)); w.clear(); print(sys.getrefcount(x)); del z
def g(v): return sys.getrefcount(v), sys.getrefcount(v)
print(g(x), g(N("tmp")))
class C:
    items = []
    def __init__(self): self.items.append(self)
C(); C(); print(len(C.items), sys.getrefcount(C.items[0]), sys.getrefcount(C)); C.items.clear(); print(sys.getrefcount(C))
def h():
    try:
        v = N("in try")
        raise ValueError(v)
    except ValueError as e:
        print(sys.getrefcount(v), sys.getrefcount(e))
    print("after except", sys.getrefcount(v))
h()
l = [N(i) for i in range(3)]
l.pop(0); l[0] = None; print("set"); del l
for n in [N("l1"), N("l2")]: pass
print("loop"); n = None
def deco(f):
    k = N("closure")
    def w(*a): return f(*a), k.n
    return w
@deco
def q(a): return a
print(q(1)); del q; print("end")
big = [N("big")]; big.append(big); del big; print(gc.collect())
s = {N("s1")}; s.pop(); print("popped"); x = None
t = N("t1"), N("t2"); t = t[1]; print("sliced"); t = None
print([sys.getrefcount(o) for o in ([], {}, (1, []), "a b", 10**10, 1.5)])
