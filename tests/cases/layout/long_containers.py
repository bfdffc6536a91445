# Literals long enough to be built in other ways.
numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
           32, 33, 34, 35]
x = 0
mixed = [x, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, x]
table = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12, "m": 13,
         "n": 14, "o": 15, "p": 16, "q": 17, "r": 18, "s": x}
print(sum(numbers), len(mixed), sum(table.values()), {1, 2, 3}, {x, 1}, (1, 2, [3]), [1, 2, 3], (x, 1))


def f(*args, **kwargs):
    return len(args), len(kwargs)


print(f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32))
print(f(*numbers, x, *mixed, k=1, **{"zz": 2}, **({"aa": 1} | {"bb": 2})))
print(f(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8, i=9, j=10, k=11, l=12, m=13, n=14, o=15, p=16, q=17, r=18))
for n in [1, 2, 3]:
    print(n in (1, 3), n in [2], n in {3, 4}, end=" ")
print([*numbers][:3], {**table, "a": 0}["a"], {*numbers, 99} == set(numbers) | {99})
print(1 in (x, 1), [1, 2, 3] == numbers[:3], "%s" % x, "%s-%r" % (x, "a"), "%5d|" % x)
