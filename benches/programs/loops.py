# Nested loops over small integers.
def collatz(limit):
    best = 0
    best_start = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            if n % 2 == 0:
                n = n // 2
            else:
                n = 3 * n + 1
            steps += 1
        if steps > best:
            best = steps
            best_start = start
    return best_start, best


def grid(size):
    total = 0
    for row in range(size):
        for column in range(size):
            if (row ^ column) & 1:
                total += row * column
            else:
                total -= column
    return total


print(collatz(10000))
print(grid(700))
