# Exceptions: raised, caught, re-raised, chained; finally and with.
class Rejected(ValueError):
    def __init__(self, value):
        super().__init__("rejected")
        self.value = value


class Guard:
    entered = 0

    def __enter__(self):
        Guard.entered += 1
        return self

    def __exit__(self, kind, error, traceback):
        return kind is KeyError


def check(value):
    if value % 3 == 0:
        raise Rejected(value)
    return value


def deep(level):
    if level == 0:
        raise IndexError("bottom")
    try:
        return deep(level - 1)
    finally:
        cleanups[0] += 1


cleanups = [0]
caught = passed = 0
for i in range(60000):
    try:
        check(i)
    except Rejected as error:
        caught += error.value
    else:
        passed += 1
print(caught, passed)

for i in range(4000):
    try:
        deep(8)
    except IndexError:
        pass
print(cleanups)

table = {"a": 1}
missing = 0
for i in range(40000):
    try:
        missing += table["a" if i % 2 else "b"]
    except KeyError:
        missing += 10
print(missing)

for i in range(30000):
    with Guard() as guard:
        table["none"]
print(Guard.entered)

chained = 0
for i in range(10000):
    try:
        try:
            int("x")
        except ValueError as error:
            raise RuntimeError("outer") from error
    except RuntimeError as error:
        chained += isinstance(error.__cause__, ValueError)
print(chained)
