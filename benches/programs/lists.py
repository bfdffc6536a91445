# Lists: a sieve, matrix products, a stack and a queue, slices and comprehensions.
def sieve(limit):
    flags = [True] * (limit + 1)
    flags[0] = flags[1] = False
    for n in range(2, int(limit ** 0.5) + 1):
        if flags[n]:
            for multiple in range(n * n, limit + 1, n):
                flags[multiple] = False
    return [n for n, prime in enumerate(flags) if prime]


def matrix_product(a, b):
    size = len(a)
    columns = [[row[j] for row in b] for j in range(size)]
    return [[sum([x * y for x, y in zip(row, column)]) for column in columns] for row in a]


def stack_work(rounds):
    stack = []
    total = 0
    for i in range(rounds):
        stack.append(i)
        if i % 3 == 2:
            total += stack.pop() - stack.pop()
    return total, len(stack)


def rotate(items, rounds):
    for _ in range(rounds):
        items = items[1:] + items[:1]
        items.reverse()
    return items


primes = sieve(200000)
print(len(primes), primes[-1], sum(primes))
matrix = [[(i * j) % 7 for j in range(60)] for i in range(60)]
product = matrix_product(matrix, matrix)
print(product[3][5], product[59][59])
print(stack_work(200000))
print(rotate(list(range(100)), 5000)[:5])
