# yield: a function that pauses.
def countdown(n):
    print("start")
    while n > 0:
        yield n
        n -= 1
    print("end")


g = countdown(2)
print(type(g), g.__name__)
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as error:
    print("stopped", error.value)
print(next(g, "default"), list(countdown(3)))


def returns():
    yield 1
    return "the value"


g = returns()
next(g)
try:
    next(g)
except StopIteration as error:
    print(error.value, error)


def naturals():
    n = 0
    while True:
        yield n
        n += 1


def take(n, source):
    for _, item in zip(range(n), source):
        yield item


def odd(source):
    for item in source:
        if item % 2:
            yield item


print(list(take(5, odd(naturals()))))
print(sum(countdown(4)), iter(g) is g)
for i, n in enumerate(naturals()):
    if n > 2:
        break
print(i, n)


def empty():
    return
    yield


print(list(empty()), dict(zip("ab", naturals())))
