# Classes are objects made at run time.
class Empty:
    pass


e = Empty()
e.x = 1
Empty.shout = lambda self: f"x is {self.x}"
print(e.shout(), Empty.shout(e))


def describe(self):
    return type(self).__name__


Empty.describe = describe
print(e.describe())
e.describe = lambda: "instance attribute wins"
print(e.describe())


class Meta:
    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda: name[4:]
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)


m = Meta()
print(m.get_color())
m.real = 5
print(m.real)
del m.real
try:
    m.real
except AttributeError as error:
    print(error)
print(hasattr(m, "get_x"), hasattr(m, "x"), getattr(m, "x", "default"))
made = type("Made", (Empty,), {"y": 2, "both": lambda self: self.y * 2})
print(made().both(), made.__name__, made.__bases__, isinstance(made(), Empty))
classes = [Empty, made]
print([c.__name__ for c in classes], [c().describe() for c in classes])
e.__class__ = made
print(e.y, type(e).__name__)
