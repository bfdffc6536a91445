# Augmented assignment to names, attributes and items.
n = 10
n += 5
n -= 3
n *= 4
n //= 5
n **= 2
n %= 17
print(n)
n <<= 3
n >>= 1
n |= 1
n &= 15
n ^= 6
n /= 4
print(n)
text = "a"
text += "b"
text *= 3
print(text)


class Box:
    total = 1


box = Box()
box.total += 5
print(box.total, Box.total)
items = [1, 2, 3]
items[1] += 10
items[-1] *= 2
print(items)
counts = {"a": 1}
counts["a"] += 1
print(counts)


def index():
    print("index once")
    return 0


items[index()] += 100
print(items)
try:
    counts["zzz"] += 1
except KeyError as error:
    print("KeyError", error)
pair = (1, [2])
try:
    pair[1] += [3]
except TypeError as error:
    print(error, pair)
