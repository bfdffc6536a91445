# Every kind of parameter and argument.
def plain(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, kwargs


def positional(a, b=5, /, c=6, *, d=7):
    return a, b, c, d


print(plain(1, c=3))
print(plain(1, 9, 8, 7, c=3, x=10, y=11))
print(plain(*[1, 2, 3], **{"c": 4, "z": 5}))
print(plain(c=1, a=0))
print(positional(1), positional(1, 2, 3), positional(1, c=9, d=8))
print(plain(0, *(), *[5, 6], c=1, **{}, **{"k": 2}))
bad = [
    lambda: plain(),
    lambda: plain(1),
    lambda: plain(1, a=2, c=3),
    lambda: positional(a=1),
    lambda: positional(1, 2, 3, 4),
    lambda: positional(),
    lambda: positional(1, e=2),
    lambda: (lambda: 0)(1),
    lambda: (lambda a, b, c: 0)(),
    lambda: (lambda a, b: 0)(1),
    lambda: (lambda *, k, m: 0)(),
    lambda: plain(1, c=2, **{"c": 3}),
    lambda: plain(1, **{1: 2}),
    lambda: plain(*5),
    lambda: plain(**5),
    lambda: (lambda a=1: 0)(1, 2),
    lambda: (lambda f: f())(5),
]
for call in bad:
    try:
        call()
    except TypeError as error:
        print(error)
