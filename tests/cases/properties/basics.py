# Properties: get, set, delete, read-only.
class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius

    @property
    def celsius(self):
        print("get")
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        print("set", value)
        if value < -273.15:
            raise ValueError("too cold")
        self._celsius = value

    @celsius.deleter
    def celsius(self):
        print("delete")
        del self._celsius

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32


t = Temperature(20)
print(t.celsius, t.fahrenheit)
t.celsius += 5
print(t.fahrenheit, vars(t))
try:
    t.celsius = -300
except ValueError as error:
    print(error)
try:
    t.fahrenheit = 3
except AttributeError as error:
    print(error)
try:
    del t.fahrenheit
except AttributeError as error:
    print(error)
del t.celsius
try:
    t.celsius
except AttributeError as error:
    print(error)
print(type(Temperature.celsius).__name__, hasattr(t, "celsius"))


class Old:
    def get(self):
        return "value"
    value = property(get)


print(Old().value)


class Hot(Temperature):
    @property
    def celsius(self):
        return 1000


try:
    Hot(1)
except AttributeError as error:
    print(error)
