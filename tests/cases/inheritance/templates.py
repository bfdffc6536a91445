# A base class calls methods its subclasses define.
class Animal:
    registry = []

    def __init__(self, name):
        self.name = name
        self.registry.append(name)

    def speak(self):
        return f"{self.name} says {self.sound()}"

    def sound(self):
        return "..."


class Dog(Animal):
    def sound(self):
        return "Woof"


class Puppy(Dog):
    def __init__(self, name, age):
        Dog.__init__(self, name + " jr")
        self.age = age

    def sound(self):
        return super().sound().lower() * self.age


class Cat(Animal):
    sound = lambda self: "Meow"


animals = [Dog("Rex"), Puppy("Rex", 2), Cat("Tom"), Animal("Blob")]
for animal in animals:
    print(animal.speak())
print(Animal.registry, [type(a).__name__ for a in animals if isinstance(a, Dog)])


class Node:
    def accept(self, visitor):
        return getattr(visitor, "visit_" + type(self).__name__.lower())(self)


class Num(Node):
    def __init__(self, value):
        self.value = value


class Add(Node):
    def __init__(self, left, right):
        self.left, self.right = left, right


class Evaluate:
    def visit_num(self, node):
        return node.value

    def visit_add(self, node):
        return node.left.accept(self) + node.right.accept(self)


class Show:
    def visit_num(self, node):
        return str(node.value)

    def visit_add(self, node):
        return f"({node.left.accept(self)} + {node.right.accept(self)})"


tree = Add(Num(1), Add(Num(2), Num(3)))
print(tree.accept(Show()), "=", tree.accept(Evaluate()))
