# Class attributes, instance attributes, and looking them up by name.
class Dog:
    kind = "canine"
    tricks = []

    def __init__(self, name):
        self.name = name

    def learn(self, trick):
        self.tricks.append(trick)


a, b = Dog("Fido"), Dog("Rex")
a.learn("roll")
b.learn("sit")
print(a.tricks, b.tricks is Dog.tricks)
a.kind = "wolf"
print(a.kind, b.kind, Dog.kind, a.__dict__, b.__dict__)
del a.kind
print(a.kind)
print(getattr(a, "name"), getattr(a, "age", "?"), hasattr(a, "age"), hasattr(a, "learn"))
setattr(a, "age", 3)
print(a.age, vars(a))
delattr(a, "age")
try:
    a.age
except AttributeError as error:
    print(error)
try:
    del a.kind
except AttributeError as error:
    print(error)
try:
    getattr(a, "nope")
except AttributeError as error:
    print(error, error.name, error.obj is a)
Dog.legs = 4
print(a.legs, b.legs)
learn = a.learn
learn("jump")
Dog.learn(b, "bark")
print(Dog.tricks, a.learn.__self__ is a, a.learn.__func__ is Dog.learn, a.learn == a.learn, a.learn is a.learn)
print(type(a), type(a).__name__, a.__class__ is Dog, isinstance(a, Dog), isinstance(a, object), type(Dog))
print(Dog.__name__, Dog.__qualname__, Dog.__module__, Dog.__bases__, Dog.__doc__)
print([n for n in dir(a) if not n.startswith("_")])
