# print uses __str__, containers use __repr__, both fall back.
class OnlyRepr:
    def __repr__(self):
        return "OnlyRepr()"


class OnlyStr:
    def __str__(self):
        return "text"


class Nested:
    def __init__(self, inner):
        self.inner = inner

    def __repr__(self):
        return f"Nested({self.inner!r})"


class Fails:
    def __str__(self):
        raise ValueError("no text")


print(OnlyRepr(), [OnlyRepr()], str(OnlyRepr()))
print(OnlyStr(), str(OnlyStr()), repr(OnlyStr()).startswith("<__main__.OnlyStr object at 0x"))
print(Nested(Nested([OnlyRepr(), "x"])))
try:
    print("before", Fails(), "after")
except ValueError as error:
    print(error)
print(repr(OnlyRepr), str(int), print, len.__name__, type(None), [int, str])
print(OnlyRepr(), OnlyRepr(), sep=OnlyStr().__str__(), end="!\n")
