# super() in methods, class methods and closures.
class A:
    def hello(self):
        return ["A"]

    @classmethod
    def make(cls):
        return "A.make " + cls.__name__


class B(A):
    def hello(self):
        return ["B"] + super().hello()

    @classmethod
    def make(cls):
        return "B." + super().make()


class C(B):
    def hello(self):
        parent = super()

        def inner():
            return parent.hello()
        return ["C"] + inner() + [super(B, self).hello()]

    def generator(self):
        yield super().hello()

    def comprehension(self):
        return [super(C, self).hello() for _ in range(1)], [__class__.__name__ for _ in range(2)]


c = C()
print(c.hello(), C.make(), list(c.generator()), c.comprehension())
print(A.hello(c), super(C, c).hello(), super(B, c).hello())
try:
    super(C, c).missing
except AttributeError as error:
    print(error)
try:
    super(C, 5)
except TypeError as error:
    print(error)


def free():
    super()


try:
    free()
except RuntimeError as error:
    print(error)
print(C.__mro__ == (C, B, A, object), c.__class__.__mro__[1].__name__)
