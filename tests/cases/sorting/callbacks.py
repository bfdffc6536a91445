# Builtins that call back: map, filter, max, sorted, sum, any, str.join, dict.get.
class Meter:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        print("add", self, other)
        return Meter(self.n + (other.n if isinstance(other, Meter) else other))

    __radd__ = __add__

    def __eq__(self, other):
        print("eq", self, other)
        return self.n == getattr(other, "n", other)

    def __hash__(self):
        return self.n

    def __gt__(self, other):
        print("gt", self, other)
        return self.n > other.n

    def __bool__(self):
        print("bool", self)
        return self.n > 1

    def __len__(self):
        return self.n

    def __index__(self):
        print("index", self)
        return self.n

    def __repr__(self):
        return f"{self.n}m"


m = [Meter(n) for n in (1, 3, 2)]
print(sum(m), max(m), any(m), all(m), list(filter(None, m)))
print(Meter(2) in m, m.index(Meter(2)), m.count(Meter(3)), [10, 20, 30, 40][m[2]], "abcd"[m[0]:m[1]])
m.remove(Meter(3))
print(m, list(map(len, m)), m == [Meter(1), 2], (Meter(1),) == (Meter(1),))
print({Meter(1): "x"}[1], list(range(m[0], m[1])), [0] * m[1], hex(m[0]))
print(sorted(m, key=Meter.__len__, reverse=True), max(m, key=lambda x: -x.n), [*map(Meter.__repr__, m)])
