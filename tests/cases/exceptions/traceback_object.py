# Exceptions keep what they saw until they are let go.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def fails():
    local = Noisy("local of fails")
    raise ValueError("x")


try:
    fails()
except ValueError as error:
    print("handling", error, error.__traceback__ is not None)
    print(error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno)
print("after")
saved = None
try:
    fails()
except ValueError as error:
    saved = error
print("kept")
saved = None
print("released")
