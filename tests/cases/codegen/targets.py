# Every kind of assignment target and deletion.
class Log:
    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __setitem__(self, key, value):
        print("setitem", key, value)

    def __getitem__(self, key):
        print("getitem", key)
        return 10

    def __delitem__(self, key):
        print("delitem", key)

    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)


log = Log()
log.a = log["b"] = log[1:2] = log[1, 2:3] = 5
log.a, (log["c"], *log.rest), log[::2] = 1, (2, 3, 4), 5
log.a += 1
log["k"] += 1
log[0:1] += 1
for log.a in (7, 8):
    pass
for log["i"], log.b in [(1, 2)]:
    pass
[log.z for log.z in (1,)]
del log.a, log["d"], log[1:2], (log[0], [log["x"]])
x = y = z = 0
(x), [y, (z)] = 1, (2, 3)
del (x), [y], z
try:
    x
except NameError as error:
    print(error)


def local():
    a = [1, 2, 3, 4]
    a[1:3], b = "xy", a
    a[0], a[-1] = a[-1], a[0]
    c, *a[1:2], d = "pqrs"
    a[len(a):] = [9]
    del a[0], b
    return a, c, d


print(local())
