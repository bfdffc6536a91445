# Delegating to another iterable.
def inner():
    received = yield 1
    print("inner got", received)
    yield 2
    return "inner result"


def outer():
    result = yield from inner()
    print("outer got", result)
    yield from [3, 4]
    yield from "ab"
    return "done"


g = outer()
print(next(g), g.send("hello"), list(g))


def walk(tree):
    if tree:
        left, value, right = tree
        yield from walk(left)
        yield value
        yield from walk(right)


tree = (((None, 1, None), 2, (None, 3, None)), 4, (None, 5, None))
print(list(walk(tree)), sum(walk(tree)))


def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


print(list(flatten([1, [2, [3, [4]], 5], [], [[6]]])))
