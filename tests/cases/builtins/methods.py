# Iterators, generators, and the methods of the built-in types.
it = iter([1, 2, 3]); print(next(it), list(it), next(it, "end"))
print(list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))
def gen():
    got = yield 1
    print("got", got)
    try: yield 2
    except ValueError as e: print("caught", e); yield 3
    finally: print("fin")
g1 = gen(); print(next(g1), g1.send("S"), g1.throw(ValueError("v")))
try: next(g1)
except StopIteration as e: print("stop", e.value)
print(sorted("hello world".split(), key=len), sorted([3, 1, 2], reverse=True), sorted({"b": 1, "a": 2}), sorted([(2, "b"), (1, "z"), (2, "a")]), sorted([1.5, float("nan"), 0.5]), sorted([True, 0, -1.5]))
l = [3, 1, 2]
try: l.sort(key=lambda x: l.append(x) or x)
except ValueError as e: print(e, l)
print("a-b-c".split("-", 1), "  x ".strip(), "abc".find("c"), "abc".replace("b", "XX"), "%05.1f|%-5s|%+d" % (3.14159, "ab", 5), "a,b".partition(","), "aXbX".rsplit("X"), "Ab".swapcase(), "abc".translate({97: "z", 98: None}), "x".zfill(3), "ab\tc".expandtabs(4), "é".encode(), b"\xc3\xa9".decode())
print([1, 2, 3, 4][::2], (1, 2, 3)[-1], "abc"[::-1], [1, 2][5:], bytes([1, 2])[0], b"ab" + b"c", b"a" in b"ba")
l = list(range(10)); l[2:5] = "xy"; del l[::3]; l[1:1] = [9, 9]; print(l); l *= 2; print(l, l.pop(), l.pop(0)); l.insert(-1, "i"); l.reverse(); print(l, l.count(9)); l.clear(); print(l)
d = {"a": 1, "b": 2}; d.pop("a"); d["c"] = 3; print(d, list(d), list(d.values()), d.popitem(), d | {"z": 1}, d.keys() & {"b"}, "b" in d.keys(), (1, 2) in d.items(), list(reversed({"x": 1, "y": 2})))
s = {3, 1, 2}; s.add(5); s.discard(1); s.update([7, 8]); print(s, s.pop(), 7 in s, s.issubset({2, 3, 5, 7, 8}), frozenset([1]) | {2}, {1, 2}.isdisjoint({3}), s.difference([7]), s.union([1], (2,)), s.symmetric_difference([1, 7]))
print(isinstance(True, int), issubclass(bool, (str, int)), callable(len), type(1) is int, id(l) == id(l), getattr(1, "nope", "dflt"), hasattr([], "append"), vars(I(1)), chr(8364), ord("€"), pow(3, -1, 7), divmod(-7, 2), round(2.675, 2), int("ff", 16), float("1e3"), int(3.9), bool([]), str(1.0), repr("it's"), ascii("é"))
print(1 if None else 2, None is None, (1).__add__(2), "a".__len__(), [].__class__, int.__name__, [1].__contains__(1), dict.__name__, {}.__class__.__mro__)
