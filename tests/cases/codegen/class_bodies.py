# Classes in functions, __class__ cells, decorators, keyword arguments of calls.
def decorate(*labels):
    def apply(thing):
        thing.labels = getattr(thing, "labels", ()) + labels
        return thing
    return apply


def build(base, word):
    @decorate("outer", word)
    @decorate("inner")
    class Built(base):
        """Doc of Built."""
        word_in_class = word

        def __init__(self, *args, extra=None, **kwargs):
            super().__init__(*args, **kwargs)
            self.extra = extra

        @decorate("method")
        def who(self):
            return __class__.__name__, word, super().who()

        @property
        def both(self):
            return [__class__ for _ in range(1)][0] is type(self)

        class Inner:
            def f(self):
                return __class__.__qualname__

        lam = lambda self: __class__.__name__
        words = [w for w in (word, "x")]
    return Built


class Base:
    def __init__(self, a=0, b=0):
        self.a, self.b = a, b

    def who(self):
        return "Base", self.a, self.b


Built = build(Base, "w")
b = Built(1, b=2, extra=3)
print(b.who(), b.both, b.Inner().f(), b.lam(), Built.words, b.extra, Built.__doc__)
print(Built.labels, Built.who.labels, Built.__qualname__, Built.who.__qualname__, Built.__firstlineno__)


class WithInitSubclass:
    seen = []

    def __init_subclass__(cls, tag="none", **kwargs):
        super().__init_subclass__(**kwargs)
        cls.seen.append((cls.__name__, tag))


class One(WithInitSubclass):
    pass


class Two(One, tag="two"):
    pass


print(WithInitSubclass.seen, Two.__static_attributes__, Base.__static_attributes__)


class Empty: ...


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = Slots()
print(s.a, hasattr(s, "b"), hasattr(s, "__dict__"), Empty.__name__)
try:
    s.c = 1
except AttributeError as error:
    print(error)
