# __context__, __cause__ and suppressed contexts.
def lookup(table, key):
    try:
        return table[key]
    except KeyError as error:
        raise ValueError("no such key") from error


try:
    lookup({}, "k")
except ValueError as error:
    print(repr(error), repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        undefined
except NameError as error:
    print(repr(error.__context__), error.__cause__, error.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise RuntimeError("clean") from None
except RuntimeError as error:
    print(repr(error.__context__), error.__cause__, error.__suppress_context__)
try:
    try:
        raise KeyError("first")
    finally:
        raise ValueError("second")
except ValueError as error:
    print(error, repr(error.__context__))
try:
    try:
        raise ValueError("again")
    except ValueError as error:
        print("reraise")
        raise
except ValueError as error:
    print(error, error.__context__)
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
try:
    raise ValueError("a") from KeyError
except ValueError as error:
    print(repr(error.__cause__))
