# Exception classes of one's own.
class BankError(Exception):
    """Base of the bank's errors."""


class Insufficient(BankError):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need = need
        self.have = have

    def missing(self):
        return self.need - self.have


class Silent(Exception):
    def __str__(self):
        return "custom text"


try:
    raise Insufficient(100, 30)
except BankError as error:
    print(type(error).__name__, error, error.missing(), error.args, repr(error))
try:
    raise Silent("ignored", 2)
except Silent as error:
    print(error, repr(error), error.args)
print(repr(ValueError()), repr(ValueError("a")), repr(ValueError("a", 1)), str(ValueError("a", 1)), str(KeyError("k")))
print(issubclass(Insufficient, Exception), isinstance(Silent(), BankError), BankError.__doc__, BankError.__mro__)
print(issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError), Exception.__bases__)
errors = [ValueError("v"), KeyError("k"), IndexError("i"), TypeError("t"), AttributeError("a")]
for error in errors:
    try:
        raise error
    except LookupError as e:
        print("lookup", e)
    except (ValueError, TypeError) as e:
        print("value or type", e)
    except Exception as e:
        print("other", e)
e = ValueError("note")
e.extra = 5
print(e.extra, e.__traceback__, e == ValueError("note"))
