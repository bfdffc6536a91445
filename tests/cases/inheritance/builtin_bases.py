# Subclasses of list, dict, int and str.
class Stack(list):
    def push(self, item):
        self.append(item)

    def __repr__(self):
        return "Stack" + super().__repr__()


class Default(dict):
    def __missing__(self, key):
        print("missing", key)
        self[key] = len(self)
        return self[key]


class Celsius(float):
    def fahrenheit(self):
        return self * 9 / 5 + 32


class Name(str):
    def shout(self):
        return self.upper() + "!"


class Count(int):
    def __add__(self, other):
        return Count(int(self) + other)

    def __repr__(self):
        return f"Count({int(self)})"


s = Stack([1, 2])
s.push(3)
print(s, len(s), s[0], s + [4], isinstance(s, list), type(s[:]).__name__)
d = Default()
print(d["a"], d["b"], d["a"], d, d.get("zz"), "zz" in d)
c = Celsius(100)
print(c, c.fahrenheit(), c + 1, type(c + 1).__name__)
print(Name("ann").shout(), Name("ann") == "ann", len(Name("four")), {Name("k"): 1}["k"])
n = Count(5) + 3
print(repr(n), n + 1, n * 2, type(n * 2).__name__, n > 7)
