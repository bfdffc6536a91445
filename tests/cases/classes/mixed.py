# Special methods together.
class Stack:
    def __init__(self, *a): self._d = list(a)
    def __len__(self): return len(self._d)
    def __iter__(self): return iter(self._d)
    def __getitem__(self, i): return self._d[i]
    def __contains__(self, v): return v in self._d
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", a[0] and a[0].__name__); return a[0] is KeyError
    def __call__(self, *a, **k): return a, k
    def __getattr__(self, n): return "missing " + n
    def __add__(self, o): return Stack(*self._d, *o)
    def __radd__(self, o): return Stack(*o, *self._d)
    def __eq__(self, o): return list(self) == list(o)
    def __repr__(self): return "Stack" + repr(tuple(self._d))
    def __bool__(self): return bool(self._d)
    def __neg__(self): return Stack(*self._d[::-1])
    def __matmul__(self, o): return "matmul"
    def __ior__(self, o): self._d.extend(o); return self
s = Stack(1, 2) + [3]; s2 = [0] + s
print(s, s2, len(s), 2 in s, s[1], s[-1], s[0:2], s.foo, s(1, k=2), -s, s @ 1, s == [1, 2, 3], bool(Stack()), [*s], *s)
s |= (9,); print(s)
with s as q: raise KeyError("swallowed")
try:
    with s: raise ValueError("through")
except ValueError as e: print("caught", e)
class A:
    def __init__(self): print("A"); super().__init__()
    @classmethod
    def make(cls, *a): return cls(*a)
    @staticmethod
    def st(x): return x * 2
    @property
    def p(self): return type(self).__name__
class B(A):
    def __init__(self, v=1): super().__init__(); self.v = v
    def __str__(self): return f"B<{self.v}>"
    def __format__(self, s): return f"fmt({s})"
b = B.make(5); print(b, f"{b} {b:x}", b.p, B.st(4), b.st("a"), isinstance(b, A), issubclass(B, A), B.__mro__[1] is A)
try: b.p = 3
except AttributeError as e: print(e)
try: A.make(1, 2)
except TypeError as e: print(e)
try: b()
except TypeError as e: print(e)
try: b < b
except TypeError as e: print(e)
try: len(b)
except TypeError as e: print(e)
try: b[0]
except TypeError as e: print(e)
try: b.zz
except AttributeError as e: print(e)
print(vars(b), hasattr(b, "v"), getattr(b, "nope", None), b.__dict__, callable(B), B.__name__)
def f(a, /, b, *c, d=1, **e): return a, b, c, d, e
print(f(1, 2), f(1, b=2), f(1, 2, 3, 4, d=5, z=6), f(*[1, 2], **{"d": 3}))
for call in (lambda: f(), lambda: f(1), lambda: f(a=1, b=2), lambda: f(1, 2, b=3), lambda: f(1, 2, **{"d": 1, "b": 2})):
    try: print(call())
    except TypeError as e: print(e)
