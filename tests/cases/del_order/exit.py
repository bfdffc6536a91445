# What is left at the end of the program.
class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


first = T("first global")
second = T("second global")
shared = [T("in a list")]
alias = second
_private = T("underscore name")
cycle = T("cycle")
cycle.me = cycle


def function():
    return T


class Holder:
    attribute = T("class attribute")


print("end of program")
