# An exception inside __del__ cannot propagate.
class Good:
    def __del__(self):
        try:
            raise ValueError("inside")
        except ValueError as error:
            print("handled", error)


Good()
print("after")


class Calls:
    def __del__(self):
        def helper(n):
            return n if n == 0 else helper(n - 1)
        print("helper", helper(3), [i for i in range(3)])


def function():
    c = Calls()
    return "result"


print(function())
try:
    c = Calls()
    raise KeyError("x")
except KeyError as error:
    del c
    print("still handling", repr(error))


class Nested:
    def __init__(self, depth):
        self.child = Nested(depth - 1) if depth else None
        self.depth = depth

    def __del__(self):
        print(self.depth, end=" ")


n = Nested(5)
n = None
print()
long = None
for i in range(3000):
    long = [long]
long = None
print("deep chain freed")
