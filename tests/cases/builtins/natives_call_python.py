# Natives that call Python: special methods from operators, containers, builtins and formatting.
class I:
    def __init__(s, v): s.v = v
    def __index__(s): return s.v
    def __repr__(s): return f"I{s.v}"
    def __hash__(s): return s.v % 3
    def __eq__(s, o): return isinstance(o, I) and s.v == o.v
    def __lt__(s, o): return s.v < o.v
    def __len__(s): return s.v
    def __iter__(s): return iter(range(s.v))
    def __contains__(s, x): return x == s.v
    def __getitem__(s, k): return (s.v, k)
    def __call__(s, *a, **k): return (s.v, a, k)
    def __format__(s, spec): return f"<{s.v}|{spec}>"
    def __bool__(s): return s.v != 0
    def __add__(s, o): return I(s.v + (o.v if isinstance(o, I) else o))
    def __radd__(s, o): return I(o + s.v)
    def __round__(s, n=None): return ("round", s.v, n)
    def __abs__(s): return I(abs(s.v))
    def __neg__(s): return I(-s.v)
    def __divmod__(s, o): return ("dm", s.v, o)
    def __reversed__(s): return iter([s.v])
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: [10,20,30][I(1)])
t(lambda: [10,20,30][I(0):I(2)])
t(lambda: "abcdef"[I(1):I(5):I(2)])
t(lambda: range(I(3))[I(1)])
t(lambda: list(range(I(1), I(5), I(2))))
t(lambda: bin(I(5)) + hex(I(255)))
t(lambda: [1] * I(3))
t(lambda: I(2) in {I(2): 1})
t(lambda: {I(i) for i in range(7)})
t(lambda: {I(i): i for i in range(7)})
t(lambda: {I(1), I(4)} | {I(7), I(1)})
t(lambda: {I(1), I(4)} & {I(4), I(7)})
t(lambda: {I(1), I(4)} - {I(4), I(7)})
t(lambda: {I(1), I(4)} ^ {I(4), I(7)})
t(lambda: {I(1), I(4)} == {I(4), I(1)})
t(lambda: {I(1), I(4)} <= {I(4), I(1), I(7)})
t(lambda: {I(1): 2, I(4): 3} == {I(4): 3, I(1): 2})
t(lambda: [I(1), I(2)] == [I(1), I(2)])
t(lambda: (I(1), I(2)) < (I(1), I(3)))
t(lambda: sorted([I(3), I(1), I(2)]))
t(lambda: sorted([I(3), I(1), I(2)], key=lambda x: -x.v, reverse=True))
t(lambda: max([I(3), I(1)]))
t(lambda: min(I(3), I(1), key=lambda x: x.v))
t(lambda: sum([I(1), I(2)], I(0)))
t(lambda: sum([I(1), I(2)]))
t(lambda: sum([1, I(2), 3.5]))
t(lambda: any([I(0), I(1)]))
t(lambda: all([I(0), I(1)]))
t(lambda: list(filter(None, [I(0), I(1)])))
t(lambda: list(map(I(5), [1, 2])))
t(lambda: f"{I(3):abc} {I(4)} {I(5)!r:>5}")
t(lambda: "{:x} {}".format(I(3), I(4)))
t(lambda: "%s %r" % (I(3), [I(4)]))
t(lambda: str([I(1), {I(2): (I(3),)}]))
t(lambda: round(I(3), 2))
t(lambda: abs(I(-3)))
t(lambda: divmod(I(3), 2))
t(lambda: list(reversed(I(3))))
t(lambda: len(I(3)))
t(lambda: list(I(3)))
t(lambda: tuple(I(3)))
t(lambda: set(I(3)))
t(lambda: [*I(3), *I(2)])
t(lambda: dict.fromkeys(I(3), 0))
t(lambda: I(1)(*I(2), **{"a": 1}))
t(lambda: list(zip(I(3), I(2))))
t(lambda: list(enumerate(I(2), 5)))
t(lambda: 2 in I(2))
t(lambda: I(2)[1:3])
t(lambda: [I(1), I(2), I(1)].index(I(2)))
t(lambda: [I(1), I(2), I(1)].count(I(1)))
def f():
    l = [I(1), I(2), I(1)]; l.remove(I(1)); return l
t(f)
t(lambda: I(1) in [I(2), I(1)])
t(lambda: hash(I(7)))
t(lambda: hash((I(1), I(2))) == hash((I(4), I(5))))
t(lambda: {(I(1), 2): 3}[(I(1), 2)])
def f():
    d = {}
    for i in range(10): d[I(i)] = i
    for i in range(0, 10, 2): del d[I(i)]
    d.update({I(1): "x", I(20): "y"})
    return d, d.pop(I(3)), d.setdefault(I(5), 0), d.get(I(99), "none"), d.copy(), list(d.items())
t(f)
def f():
    a, (b, *c), d = I(3).__class__(1), [1, 2, 3], "z"
    x, y = I(2)
    return a, b, c, d, x, y
t(f)
class Bad:
    def __eq__(s, o): raise ValueError("eq")
    def __hash__(s): return 1
    def __lt__(s, o): raise ValueError("lt")
    def __repr__(s): raise ValueError("repr")
    def __iter__(s): raise ValueError("iter")
    def __len__(s): return -1
    def __bool__(s): return 5
    def __index__(s): return "x"
t(lambda: {Bad(): 1, Bad(): 2})
t(lambda: [Bad()] == [Bad()])
t(lambda: sorted([Bad(), Bad()]))
t(lambda: repr([Bad()]))
t(lambda: list(Bad()))
t(lambda: len(Bad()))
t(lambda: bool(Bad()))
t(lambda: [1][Bad()])
t(lambda: max([Bad(), Bad()]))
t(lambda: Bad() in [Bad()])
t(lambda: {1: 2}[Bad()])
t(lambda: set([Bad(), Bad()]))
def g():
    yield 1
    raise KeyError("gen")
t(lambda: list(g()))
t(lambda: sum(g()))
t(lambda: {**{1: 2}, **{3: 4}})
t(lambda: dict(g()))
t(lambda: ",".join(str(x) for x in g()))
def f():
    l = [0]
    try: l.extend(g())
    except KeyError: pass
    return l
t(f)
