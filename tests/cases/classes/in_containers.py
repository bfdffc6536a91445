# Instances in lists, dicts and sets.
import sys
class Meta:
    pass
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return isinstance(o, P) and self.x == o.x
    def __hash__(self): return hash(self.x)
    def __lt__(self, o): return self.x < o.x
    def __repr__(self): return f"P({self.x})"
ps = [P(i % 3) for i in range(7)]
print(set(ps) == {P(0), P(1), P(2)}, sorted(ps), min(ps), max(ps), ps.count(P(1)), ps.index(P(2)), P(1) in ps)
d = {}
for p in ps: d.setdefault(p, []).append(p.x)
print(d, len(d))
print({**d, P(9): 1}, list(d.items())[0], d.pop(P(0)), d)
print([*zip(ps, range(3))], dict(zip("abc", ps)))
it = iter(ps); print(next(it), list(it), next(it, "end"))
print(sorted(d, reverse=True), [x for p in d for x in d[p]])
print("%s %r %5s|%-5s|" % (ps[0], ps[1], 1, 2), "{0!r:>6}{1}".format(ps[0], 2))
print(sys.getrefcount(ps[0]), sys.getrefcount(P(3)))
print(any(p.x == 2 for p in ps), all(p.x for p in ps), sum(p.x for p in ps))
print(list(map(lambda a, b: (a.x, b), ps, "abc")), list(filter(lambda p: p.x, ps)))
print(str(ps)[:10], repr(ps)[-5:], ps[::-2], ps[1:3] * 2)
del ps[1::2]; print(ps)
ps[1:2] = [P(7), P(8)]; print(ps)
ps.sort(key=lambda p: -p.x); print(ps)
x, *y = ps; print(x, y)
print(isinstance(ps[0], (int, P)), type(ps[0]).__name__, ps[0].__class__.__mro__)
