# Loops over ints.
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


print(gcd(48, 36), gcd(17, 5), gcd(0, 9), gcd(-12, 18))
best = max(range(1, 60), key=collatz)
print(best, collatz(best))
print([collatz(n) for n in range(1, 11)])
