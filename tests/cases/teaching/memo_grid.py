# Dynamic programming three ways.
def knapsack(items, capacity):
    best = [0] * (capacity + 1)
    for weight, value in items:
        for room in range(capacity, weight - 1, -1):
            best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def change(amount, coins, memo=None):
    memo = {} if memo is None else memo
    if amount == 0:
        return []
    if amount not in memo:
        options = [change(amount - c, coins, memo) + [c] for c in coins if c <= amount]
        memo[amount] = min(options, key=len)
    return memo[amount]


print(knapsack([(1, 1), (3, 4), (4, 5), (5, 7)], 7))
print([edit_distance(a, b) for a, b in (("kitten", "sitting"), ("", "abc"), ("same", "same"))])
print(change(63, (1, 5, 10, 21, 25)))
