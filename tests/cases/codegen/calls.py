# Call shapes: methods, keywords, unpacking, nested, on literals and on results.
class Api:
    def __init__(self):
        self.log = []

    def add(self, *args, **kwargs):
        self.log.append((args, kwargs))
        return self

    def __getitem__(self, key):
        return self.add


api = Api()
args, kwargs = (1, 2), {"k": 3}
api.add().add(1).add(1, 2, x=3).add(*args).add(**kwargs).add(*args, **kwargs).add(0, *args, 9, *args, z=1, **kwargs, y=2)
api[0](5)[1](6, *[7])
api.add(*args, *args).add(**{"a": 1}, **{"b": 2}).add(a=1, *args).add(*(), **{})
for entry in api.log:
    print(entry)
print("a,b".split(",")[0].upper().join(["x", "y"]), [3, 1, 2].index(1), {"k": "v"}.get("k").upper(), (1, 2).count(1))
print((lambda *a, **k: (a, k))(*[1], **{"b": 2}), (lambda x, /, y, *, z: x + y + z)(1, y=2, z=3))
print(max(*[1, 5, 3]), sorted([3, 1], reverse=True), dict(a=1, **{"b": 2}), print("nested", len("abc")), str(object=5))
print(len(*["abc"]), "{}-{k}".format(*[1], **{"k": 2}), int("11", base=2), "a-b".split(sep="-"), [].append(1))
f = api.add
g = Api.add
print(f(1) is api, g(api, 2) is api, len(api.log), (f if args else g)(3) is api)
print(all(map(lambda n: n > 0, filter(lambda n: n % 2, [1, 2, 3]))), list(map(max, [1, 5], [3, 2])))


def defaults(a, b=lambda: "late", *c, d=[], e, **f):
    return a, b(), c, d, e, f


print(defaults(1, e=2), defaults(1, lambda: 0, 3, 4, d=5, e=6, g=7))
