# What happens to a loop whose list changes.
items = [1, 2, 3, 4, 5, 6]
for item in items:
    if item % 2 == 0:
        items.remove(item)
print(items)
items = [1, 2, 2, 3]
for item in items:
    if item == 2:
        items.remove(item)
print(items)
items = [0]
for item in items:
    if item < 5:
        items.append(item + 1)
print(items)
for item in [*items]:
    items.remove(item)
print(items)
