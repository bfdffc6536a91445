# Containers that hold themselves, and nesting.
a = [1]
a.append(a)
print(a)
b = [a, a]
print(b)
d = {}
d["self"] = d
d["list"] = [d]
print(d)
t = ([],)
t[0].append(t)
print(t)
print([[], [[]], [[[]]], (), ((),), {}, {1: {}}, set(), {(1,)}])
print(len(a), a[1][1][1] is a)
print([1, "1", 1.0, None, True, ..., 'it\'s', b"b"])
a.clear()
d.clear()
t[0].clear()
