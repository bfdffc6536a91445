# Decorators, with and without arguments, stacked.
def logged(function):
    print("decorating", function.__name__)

    def wrapper(*args, **kwargs):
        print("call", function.__name__, args, kwargs)
        result = function(*args, **kwargs)
        print("result", result)
        return result
    return wrapper


def repeat(times):
    def decorate(function):
        def wrapper(*args):
            return [function(*args) for _ in range(times)]
        return wrapper
    return decorate


@logged
def add(a, b=1):
    return a + b


@repeat(3)
@logged
def hello(name):
    return "hello " + name


add(2, b=5)
print(hello("Ann"))


def memo(function):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = function(n)
        return cache[n]
    wrapper.cache = cache
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache), fib.__name__)


@lambda f: "replaced " + f.__name__
def gone():
    pass


print(gone)
