# What a property is made of.
class Positive:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        print("get", self.name)
        return instance.__dict__[self.name]

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError(f"{self.name[1:]} must be positive")
        instance.__dict__[self.name] = value


class Constant:
    def __get__(self, instance, owner):
        return "constant of " + owner.__name__


class Box:
    width = Positive()
    height = Positive()
    kind = Constant()

    def __init__(self, width, height):
        self.width = width
        self.height = height


box = Box(2, 3)
print(box.width * box.height, vars(box), box.kind, Box.kind)
try:
    box.width = 0
except ValueError as error:
    print(error)
box.kind = "own"
print(box.kind, type(Box.width).__name__)
print(type(Box.__init__).__name__, type(box.__init__).__name__, Box.__init__.__get__(box).__self__ is box)
