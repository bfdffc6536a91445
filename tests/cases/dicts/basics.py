# Dicts: order, methods, errors.
ages = {"ann": 30, "bob": 25}
ages["cid"] = 41
ages["ann"] = 31
print(ages, len(ages), ages["bob"], "bob" in ages, 25 in ages)
print(list(ages), list(ages.keys()), list(ages.values()), list(ages.items()))
print(ages.get("dan"), ages.get("dan", 0), ages.setdefault("dan", 7), ages)
print(ages.pop("dan"), ages.pop("dan", None), ages.popitem(), ages)
ages.update({"bob": 26, "eve": 9})
ages.update(fay=1, ann=2)
print(ages)
del ages["bob"]
ages["bob"] = 99
print(ages)
print(ages.keys(), ages.values(), ages.items())
for key in ("zed", 3, (1, "a")):
    try:
        ages[key]
    except KeyError as error:
        print("KeyError:", error, error.args)
try:
    ages[[1]] = 2
except TypeError as error:
    print(error)
try:
    del ages["zed"]
except KeyError as error:
    print(repr(error))
print({1: "a", **{2: "b", 1: "c"}}, {"a": 1} | {"b": 2}, dict(a=1, b=2), dict([("x", 1)]), dict({3: 4}))
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == {}, {1: 2} != {1: 3})
print(dict.fromkeys("abc", 0), sorted(ages), list(reversed(ages)), bool({}))
a = {"k": 1}
b = a.copy()
b["k"] = 2
a.clear()
print(a, b)
