# with: enter, exit, errors, several managers.
class Manager:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value)
        return self.swallow


with Manager("a") as a:
    print("body", a)
with Manager("b", swallow=True):
    raise ValueError("swallowed")
print("after")
try:
    with Manager("c") as c, Manager("d"):
        raise KeyError("escapes")
except KeyError as error:
    print("caught", error)
with (
    Manager("e") as e,
    Manager("f") as f,
):
    print(e, f)


def early():
    with Manager("g"):
        return "returned"


print(early())
for i in range(3):
    with Manager(f"loop{i}"):
        if i == 0:
            continue
        if i == 1:
            break


class Broken:
    def __enter__(self):
        raise RuntimeError("no entry")

    def __exit__(self, *args):
        print("not called")


try:
    with Manager("outer"), Broken():
        print("not reached")
except RuntimeError as error:
    print(error)
try:
    with 5:
        pass
except TypeError as error:
    print(error)


class Replaces(Manager):
    def __exit__(self, *args):
        raise ValueError("from exit")


try:
    with Replaces("r"):
        raise KeyError("original")
except ValueError as error:
    print(error, repr(error.__context__))
with Manager("targets") as [*letters]:
    print(letters)
