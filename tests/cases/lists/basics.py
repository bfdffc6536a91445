# Lists: mutation, methods, errors.
items = [3, 1, 2]
items.append(4)
items.insert(0, 9)
items.insert(-1, 8)
items.insert(100, 7)
print(items, len(items), items[0], items[-1])
print(items.pop(), items.pop(0), items)
items.remove(8)
items.extend([5, 6])
items += (7, 8)
print(items, items.index(5), items.count(2), 5 in items, 99 in items)
items.sort()
print(items)
items.reverse()
print(items)
copy = items.copy()
items.clear()
print(items, copy)
del copy[0], copy[-1]
print(copy)
print([1, 2] + [3], [0] * 4, 2 * [1, 2], [] == [], [1, 2] < [1, 3], [1] < [1, 0])
for action in ("index", "pop", "remove", "empty"):
    try:
        if action == "index":
            [1, 2][2]
        elif action == "pop":
            [1].pop(5)
        elif action == "remove":
            [1].remove(2)
        else:
            [].pop()
    except (IndexError, ValueError) as error:
        print(action, type(error).__name__, error)
try:
    [1] + (2,)
except TypeError as error:
    print(error)
