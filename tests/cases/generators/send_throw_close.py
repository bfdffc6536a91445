# The other three things a caller can do with a generator.
def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count


g = averager()
print(next(g), g.send(10), g.send(20), g.send(60))


def careful():
    try:
        while True:
            try:
                got = yield "ready"
                print("got", got)
            except ValueError as error:
                print("caught", error)
    finally:
        print("closing")


g = careful()
print(next(g), g.send(1))
print(g.throw(ValueError("oops")))
g.close()
g.close()
try:
    next(g)
except StopIteration:
    print("exhausted")
g = careful()
try:
    g.send("too early")
except TypeError as error:
    print(error)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)


def stops():
    raise StopIteration("inside")
    yield


try:
    next(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def itself():
    next(me)
    yield


me = itself()
try:
    next(me)
except ValueError as error:
    print(error)
