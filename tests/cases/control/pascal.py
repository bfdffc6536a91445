# Nested loops drawing shapes.
row = [1]
for _ in range(7):
    print(" ".join(map(str, row)).center(30).rstrip())
    row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]
for n in range(1, 5):
    print(" " * (4 - n) + "*" * (2 * n - 1))
for y in range(4):
    for x in range(8):
        print("#" if (x + y) % 2 else ".", end="")
    print()
