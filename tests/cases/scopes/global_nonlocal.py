# Where a name lives.
x = "global"


def read():
    return x


def local():
    x = "local"
    return x


def write():
    global x, y
    x = "changed"
    y = "created"


print(read(), local(), x)
write()
print(read(), x, y)


def unbound():
    print(x)
    x = 1


try:
    unbound()
except UnboundLocalError as error:
    print(error)


def outer():
    x = "outer"

    def inner():
        global x
        return x

    def enclosed():
        nonlocal x
        x = "rebound"
    before = x
    enclosed()
    return before, x, inner()


print(outer())
try:
    undefined_name
except NameError as error:
    print(error)
del y
try:
    y
except NameError as error:
    print(error)


def deletes():
    value = 1
    del value
    return value


try:
    deletes()
except UnboundLocalError as error:
    print(error)
print([x for x in range(3)], x)
print(sorted(name for name in globals() if not name.startswith("_")))


def names(a, b=2):
    c = a
    return locals()


print(names(1))
