# A bare `raise` adds no line of its own to the traceback.
class E(Exception):
    def __str__(self):
        return "custom"


def numbers():
    yield 1
    raise E("x", 1)


def consume():
    for n in numbers():
        print(n)


try:
    consume()
except E as error:
    print(error, error.args, repr(error))
    try:
        raise TypeError("second")
    except TypeError:
        pass
    raise
