# The sieve of Eratosthenes, then trial division.
def sieve(limit):
    marks = [True] * (limit + 1)
    marks[0] = marks[1] = False
    for n in range(2, int(limit ** 0.5) + 1):
        if marks[n]:
            for multiple in range(n * n, limit + 1, n):
                marks[multiple] = False
    return [n for n, prime in enumerate(marks) if prime]


def factors(n):
    found = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found.append(divisor)
            n //= divisor
        divisor += 1
    if n > 1:
        found.append(n)
    return found


primes = sieve(100)
print(primes)
print(len(primes), sum(primes))
for n in (12, 97, 360, 1001, 65536):
    print(n, "=", " x ".join([str(f) for f in factors(n)]))
