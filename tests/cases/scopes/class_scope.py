# A class body is a scope, but not an enclosing one.
x = "module"


class A:
    x = "class"
    y = x + "!"
    squares = [n * n for n in range(3)]
    first = [x for _ in range(1)]

    def method(self):
        return x, self.x

    for i in range(2):
        pass
    del i


print(A.x, A.y, A.squares, A.first, A().method(), hasattr(A, "i"))


def function():
    x = "function"

    class B:
        seen = x
        x = "rebound"
        also = x

        def get(self):
            return x
    return B


B = function()
print(B.seen, B.also, B().get())


class C:
    global made_by_class
    made_by_class = 1
    print("body runs", __name__, __qualname__)

    class D:
        print("nested", __qualname__)


print(made_by_class, C.D.__qualname__, C.__module__)
