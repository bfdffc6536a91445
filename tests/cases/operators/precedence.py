# The order in which operators bind.
print(2 + 3 * 4 ** 2, -2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2, -7 // 2, -(7 // 2))
print(1 + 2 << 3, 1 | 2 & 3, 5 & 3 == 3, (5 & 3) == 1, not 1 == 2, not (True and False))
print(1 if 0 else 2 if 0 else 3, 1 or 0 and 0, (1 or 0) and 0, 10 - 5 - 2, 100 / 10 / 2, 2 * 7 % 4)
print(~1 + 1, -1 ** 2, not 0 + 1, 3 > 2 == True, "a" "b" * 2, [1] + [2] * 2)
print((lambda x: x + 1)(2) * 3, 7 if not 0 else 8, *[1, 2], *(3,))
y = x = 4
print(x, y)
x = y = x + 1, y + 2
print(x, y, x is y)
