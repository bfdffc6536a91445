# Functions are objects.
def twice(f, x):
    return f(f(x))


def add_three(x):
    return x + 3


print(twice(add_three, 7), twice(lambda s: s + "!", "hi"))
operations = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
for symbol, operation in operations.items():
    print(8, symbol, 3, "=", operation(8, 3))
print(add_three.__name__, (lambda: 0).__name__, operations["+"].__name__, callable(add_three), callable(3))


def outer():
    """The docstring."""
    def inner():
        pass
    return inner


print(outer.__doc__, outer().__qualname__, outer().__name__, outer.__doc__ is outer.__doc__, add_three.__doc__)
outer.note = "attributes too"
print(outer.note, outer.__dict__, hasattr(add_three, "note"))


def compose(*functions):
    def composed(x):
        for f in reversed(functions):
            x = f(x)
        return x
    return composed


print(compose(str, add_three, abs)(-4) + "!")


def nothing():
    pass


print(nothing(), print("printed"), [f(2) for f in (add_three, float, str)])
add = add_three
add_three = None
print(add(1), add.__name__)
