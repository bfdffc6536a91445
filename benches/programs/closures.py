# Closures: cells, higher-order functions, decorators.
def counter(start):
    count = start

    def increment(by):
        nonlocal count
        count += by
        return count

    return increment


def compose(*functions):
    def composed(value):
        for function in functions:
            value = function(value)
        return value

    return composed


def adder(n):
    return lambda value: value + n


def counted(function):
    calls = [0]

    def wrapper(*args, **kwargs):
        calls[0] += 1
        return function(*args, **kwargs)

    wrapper.calls = calls
    return wrapper


@counted
def clamp(value, low=0, high=100):
    return low if value < low else high if value > high else value


increment = counter(0)
for i in range(150000):
    increment(i % 3)
print(increment(0))

pipeline = compose(adder(1), adder(-2), lambda value: value * 3, adder(5))
print(sum([pipeline(n) for n in range(50000)]))
print(sum([clamp(n, high=50) for n in range(-100, 60000)]), clamp.calls)
print(sum(map(adder(10), filter(lambda n: n % 2, range(60000)))))
