# Subclasses of built-in types, and lists that hold themselves.
l = []
l.append(l); l.append({1: l})
print(l)
class L(list):
    def __repr__(s): return "L" + super().__repr__()
    def append(s, x): super().append(x * 2)
x = L([1]); x.append(2); print(x, len(x), x == [1, 4], isinstance(x, list), x + [1], x[0:1], sorted(x))
class D(dict):
    def __missing__(s, k): return k * 2
    def __setitem__(s, k, v): super().__setitem__(k, v + 1)
d = D(); d["a"] = 1; print(d, d["zz"], d.get("q"), dict(d), D(a=1), {**d})
class S(str):
    def __new__(cls, v): return super().__new__(cls, v)
    def shout(s): return s.upper() + "!"
s = S("hi"); print(s, s.shout(), s + "x", type(s + "x").__name__, len(s), s == "hi", hash(s) == hash("hi"), {s: 1}["hi"], f"{s:>5}", repr(s), s.join(["a", "b"]))
class N(int):
    def __add__(s, o): return N(int(s) + int(o) + 100)
    def __repr__(s): return f"N({int(s)})"
n = N(5); print(n, n + 1, 1 + n, n * 2, -n, n == 5, n < 6, [1, 2, 3, 4, 5, 6][n], f"{n:05d}", f"{n}", str(n), sum([n, n]), hash(n), range(n), max(n, 3))
class T(tuple): pass
print(T([1, 2]), T((1,)) + (2,), T() == (), len(T("ab")), T("ab")[0])
class F(float): pass
print(F(1.5) + 1, repr(F(2.5)), F("3"))
