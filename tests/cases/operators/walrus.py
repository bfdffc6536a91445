# Assignment expressions.
data = [4, 8, 15, 16, 23, 42]
if (n := len(data)) > 3:
    print("long", n)
while (item := data.pop()) > 10:
    print("popped", item)
print(item, data)
print([y := 1, y ** 2, y + 5], y)
squares = [square for x in range(6) if (square := x * x) % 2 == 0]
print(squares, square)


def first(predicate, values):
    if any(predicate(found := v) for v in values):
        return found
    return None


print(first(lambda v: v > 2, [1, 2, 3, 4]), first(lambda v: v > 9, [1, 2]))
print((a := 3) + (b := a * 2), a, b)
total = 0
print([total := total + v for v in range(5)], total)
