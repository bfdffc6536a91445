# Locals die when a function ends, in the order of the frame.
class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def two_locals(a, b):
    c = T("c")
    d = T("d")
    print("leaving")


two_locals(T("a"), T("b"))
print("--")


def returns():
    x, y = T("x"), T("y")
    return y


r = returns()
print("returned", r.name)
del r
print("--")


def raises():
    e = T("e")
    raise ValueError


try:
    raises()
except ValueError:
    print("handler")
print("--")


def closure():
    v = T("captured")

    def use():
        return v.name
    return use


use = closure()
print(use())
use = None
print("--")


def default(v=T("default")):
    pass


default()
del default
print("--")


class Holder:
    shared = T("class attribute")


del Holder.shared
print("--")


def star(*args, **kwargs):
    print("star")


star(T("s1"), T("s2"), k=T("kw"))
print("end")
