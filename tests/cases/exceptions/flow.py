# try, except, else, finally and their order.
def run(action):
    print("--", action)
    try:
        print("try")
        if action == "value":
            raise ValueError("bad value")
        if action == "key":
            {}["missing"]
        if action == "zero":
            1 / 0
        if action == "return":
            return "returned"
    except ValueError as error:
        print("ValueError", error)
    except (KeyError, IndexError) as error:
        print("lookup", error, type(error).__name__)
    else:
        print("else")
    finally:
        print("finally")
    return "end"


for action in ("none", "value", "key", "return"):
    print(run(action))
try:
    run("zero")
except ArithmeticError as error:
    print("outer", error, isinstance(error, ZeroDivisionError))
try:
    try:
        raise KeyError("k")
    except ValueError:
        print("not here")
except Exception as error:
    print(repr(error))
try:
    error
except NameError as missing:
    print(missing)
try:
    raise IndexError
except IndexError as e:
    print(repr(e), str(e) == "", e.args)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise "text"
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except "text":
        pass
except TypeError as e:
    print(e)
