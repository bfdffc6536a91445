# Too deep a recursion is an error one can catch.
import sys


def forever(n):
    return forever(n + 1)


try:
    forever(0)
except RecursionError as error:
    print(type(error).__name__, error)
print(issubclass(RecursionError, RuntimeError), sys.getrecursionlimit())
depth = 0


def count():
    global depth
    depth += 1
    count()


try:
    count()
except RecursionError:
    print("caught", 900 < depth < 1001)


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(500))
