# Which part of a line the carets mark.
class A:
    def __init__(self):
        self.b = None

    def method(self, value):
        return (value + 1) * self.b.c["key"]


def call(f, *args):
    return f(
        *args,
    )


a = A()
result = call(a.method, 1) if a else None
