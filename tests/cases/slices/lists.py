# Slices read, assigned and deleted.
items = list(range(10))
print(items[2:5], items[:-7], items[-3:], items[::3], items[::-1], items[8:2:-2], items[5:5])
items[2:4] = ["a", "b", "c"]
print(items)
items[1:1] = [100]
print(items)
items[::4] = [0, 0, 0]
print(items)
items[-2:] = []
print(items)
del items[::2]
print(items)
del items[1:]
print(items)
items[:] = "xyz"
print(items)
try:
    items[::2] = [1, 2, 3]
except ValueError as error:
    print(error)
try:
    items[::0]
except ValueError as error:
    print(error)
try:
    items[1:2] = 5
except TypeError as error:
    print(error)
try:
    items["a":]
except TypeError as error:
    print(error)
part = slice(1, None, 2)
print(part, part.start, part.stop, part.step, "abcdef"[part], slice(3), slice(None, None, -1).indices(5))


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


show = Show()
print(show[1], show[1:2], show[::], show[1:2, 3], show[..., None], show[()])
show[1:] = "v"
del show[:-1]
show[0] = show[1] = 5
