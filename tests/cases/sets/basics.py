# Sets of small ints and of text.
a = {1, 2, 3}
b = {3, 4}
print(a | b, a & b, a - b, a ^ b)
print(a.union([9]), a.intersection((2, 3)), a.difference([1]), a.symmetric_difference({1, 7}))
print({1, 2} <= a, {1, 2} < {1, 2}, a >= {1}, a.isdisjoint({8}), {1, 2}.issubset(a), a.issuperset({3}))
a.add(10)
a.add(1)
a.discard(99)
a.remove(2)
print(a, len(a), 10 in a, 2 in a)
a |= {5, 6}
a -= {1}
a &= {3, 5, 6, 10}
a ^= {3, 11}
print(sorted(a))
try:
    a.remove(99)
except KeyError as error:
    print(repr(error))
try:
    {[]}
except TypeError as error:
    print(error)
print(set(), set([1, 1, 2]), set("hello") == set("olhel"), frozenset([1, 2]), frozenset())
print({1, 2} == {2, 1}, {frozenset([1]): "x"}[frozenset([1])], bool(set()))
print(sorted({w.lower() for w in "the The THE end End".split()}))
print({"apple", "pear", "fig"})
print({3.5, "a", None, (1, 2), 7})
print(set(range(20)), {100, 33, 65, 1})
