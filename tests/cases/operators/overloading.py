# Operators that call methods.
class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __rmul__(self, factor):
        print("rmul")
        return self * factor

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __abs__(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    def __radd__(self, other):
        print("radd", other)
        return self

    def __iadd__(self, other):
        print("iadd")
        self.x += other.x
        self.y += other.y
        return self


a, b = Vector(1, 2), Vector(3, 4)
print(a + b, a - b, a * 3, 3 * a, -a, abs(b), a == Vector(1, 2), a != b, bool(Vector(0, 0)))
print(sum([a, b]))
same = a
a += b
print(a, same is a)
try:
    a + 1
except TypeError as error:
    print(error)
try:
    a / 2
except TypeError as error:
    print(error)
try:
    -"text"
except TypeError as error:
    print(error)
