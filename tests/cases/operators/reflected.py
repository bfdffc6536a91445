# Which operand is asked first.
class Base:
    def __add__(self, other):
        print("Base.__add__")
        return NotImplemented

    def __radd__(self, other):
        print("Base.__radd__")
        return "base radd"

    def __lt__(self, other):
        print("Base.__lt__")
        return NotImplemented

    def __gt__(self, other):
        print("Base.__gt__")
        return True


class Derived(Base):
    def __radd__(self, other):
        print("Derived.__radd__")
        return "derived radd"

    def __gt__(self, other):
        print("Derived.__gt__")
        return "derived gt"


print(Base() + Derived())
print(1 + Base())
print(Base() < Derived())
print(Base() < Base())
try:
    Base() + Base()
except TypeError as error:
    print(error)


class Silent:
    def __eq__(self, other):
        print("Silent.__eq__")
        return NotImplemented


print(Silent() == 1, Silent() != 1, Silent() == Silent())
