# Names that start with two underscores.
class Safe:
    __count = 0

    def __init__(self):
        self.__secret = 42
        self._hint = 1
        Safe.__count += 1

    def reveal(self):
        return self.__secret, Safe.__count

    def __private(self):
        return "private"

    def call(self):
        return self.__private()


s = Safe()
print(s.reveal(), s.call(), s._Safe__secret, s._Safe__private(), vars(s))
try:
    s.__secret
except AttributeError as error:
    print(error)


class Child(Safe):
    def __init__(self):
        super().__init__()
        self.__secret = "child's"

    def both(self):
        return self.__secret, self.reveal()


c = Child()
print(c.both(), sorted(vars(c)))
