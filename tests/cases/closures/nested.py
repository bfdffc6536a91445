# Three levels, parameters captured, and a class between.
def outer(a):
    b = a + 1

    def middle(c):
        d = c + b

        def inner(e):
            nonlocal b
            b += 1
            return a, b, c, d, e
        return inner
    return middle


inner = outer(1)(10)
print(inner(100), inner(200))


def captured(*args, **kwargs):
    def show():
        return args, kwargs
    return show


print(captured(1, 2, k=3)())


def with_class(name):
    class Greeter:
        greeting = "hello " + name

        def greet(self):
            return f"{self.greeting}, from {name}"
    return Greeter


print(with_class("Ann")().greet())


def accumulate(values):
    total = 0

    def add(v):
        nonlocal total
        total += v
        return total
    return [add(v) for v in values]


print(accumulate([1, 2, 3, 4]))
