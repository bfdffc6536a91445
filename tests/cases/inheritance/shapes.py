# Overriding, extending, calling the base.
class Shape:
    def __init__(self, name):
        self.name = name

    def area(self):
        raise NotImplementedError("area of " + self.name)

    def describe(self):
        return f"{self.name} of area {self.area():.2f}"


class Rectangle(Shape):
    def __init__(self, width, height):
        super().__init__("rectangle")
        self.width, self.height = width, height

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)
        self.name = "square"

    def describe(self):
        return "a fine " + super().describe()


class Circle(Shape):
    pi = 3.14159

    def __init__(self, radius):
        Shape.__init__(self, "circle")
        self.radius = radius

    def area(self):
        return self.pi * self.radius ** 2


for shape in (Rectangle(2, 3), Square(4), Circle(1)):
    print(shape.describe(), isinstance(shape, Rectangle), type(shape) is Rectangle)
try:
    Shape("blob").describe()
except NotImplementedError as error:
    print(error)
print(issubclass(Square, Shape), issubclass(Circle, Rectangle), issubclass(bool, int))
print([c.__name__ for c in Square.__mro__], Square.__bases__, Square.__base__)
print(isinstance(Square(1), (int, Shape)), isinstance(5, (str, float)), sum(s.area() for s in [Square(2), Square(3)]))
