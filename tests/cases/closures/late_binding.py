# A closure sees the variable, not the value it had.
functions = []
for i in range(3):
    functions.append(lambda: i)
print([f() for f in functions])
functions = [lambda: i for i in range(3)]
print([f() for f in functions])
functions = [lambda i=i: i for i in range(3)]
print([f() for f in functions])


def build():
    result = []
    for n in range(3):
        def show():
            return n
        result.append(show)
    n = 99
    return result


print([f() for f in build()])


def later():
    def use():
        return value
    value = "set later"
    return use()


print(later())


def unset():
    def use():
        return value
    if False:
        value = 1
    return use()


try:
    unset()
except NameError as error:
    print(type(error).__name__, error)


def deleted():
    value = 1

    def use():
        return value
    print(use())
    del value
    try:
        use()
    except NameError as error:
        print(error)


deleted()
