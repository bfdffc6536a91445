# A dict must not change size during iteration.
d = {n: n * n for n in range(4)}
try:
    for key in d:
        d[key + 100] = 0
except RuntimeError as error:
    print(error, d)
try:
    for key in d:
        del d[key]
except RuntimeError as error:
    print(error, d)
for key in list(d):
    if key > 50:
        del d[key]
print(d)
for key in d:
    d[key] = "same size"
print(d)
s = {1, 2, 3}
try:
    for item in s:
        s.add(item + 10)
except RuntimeError as error:
    print(error)
d = {1: 1, 2: 2, 3: 3}
try:
    for key in d:
        if key == 1:
            del d[1]
            d[4] = 4
        print("at", key)
except RuntimeError as error:
    print(error)
