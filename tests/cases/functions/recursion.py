# Functions that call themselves.
def factorial(n):
    return 1 if n <= 1 else n * factorial(n - 1)


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def hanoi(n, source, target, spare, moves):
    if n:
        hanoi(n - 1, source, spare, target, moves)
        moves.append(source + target)
        hanoi(n - 1, spare, target, source, moves)
    return moves


def permutations(items):
    if not items:
        return [[]]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]


def flatten(value):
    if not isinstance(value, list):
        return [value]
    return [leaf for part in value for leaf in flatten(part)]


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


print(factorial(20), [fib(n) for n in range(12)])
print(len(hanoi(5, "A", "C", "B", [])), " ".join(hanoi(3, "A", "C", "B", [])))
print(["".join(p) for p in permutations(list("abc"))])
print(flatten([1, [2, [3, [], [4]]], 5]), even(10), odd(7))
