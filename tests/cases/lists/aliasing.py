# Two names, one list.
a = [1, 2, 3]
b = a
b.append(4)
print(a, a is b, a == b)
c = a[:]
c.append(5)
print(a, c, a is c)
rows = [[0] * 3] * 2
rows[0][0] = 1
print(rows)
rows = [[0] * 3 for _ in range(2)]
rows[0][0] = 1
print(rows)
a += [9]
print(b)
a = a + [10]
print(a, b)


def change(values):
    values.append("seen")
    values = ["new"]
    return values


print(change(b), b)
