# Generators with every kind of statement around the yields.
def all_statements(n):
    x = yield
    while n:
        try:
            got = yield (x, n)
            if got == "skip":
                continue
            elif got == "stop":
                return "stopped"
        except ValueError:
            yield "value error"
        finally:
            n -= 1
        with_value = [(yield n)] if n > 5 else [i for i in range(n)]
        yield from with_value
    else:
        yield "else"
    return (yield "last")


def drive(g, *sends):
    out = []
    try:
        for value in sends:
            out.append(g.send(value) if not isinstance(value, Exception) else g.throw(value))
    except StopIteration as stop:
        out.append(("return", stop.value))
    except ValueError as error:
        out.append(("escaped", str(error)))
    return out


try:
    print(drive(all_statements(1), None, "x", None, None, "final"))
    print(drive(all_statements(3), None, 5, "skip", "go", None, None, "stop"))
    print(drive(all_statements(2), None, 0, ValueError("v"), None, None, None, None))
    print(drive(all_statements(2), None, ValueError("early")))
except TypeError as error:
    print(error)


def nested():
    def inner():
        total = 0
        while True:
            value = yield total
            if value is None:
                return total
            total += value
    first = yield from inner()
    second = yield from inner()
    return first, second


print(drive(nested(), None, 1, 2, None, 10, None))
squares = (x * y for x in range(4) if x for y in range(x) if y)
print(next(squares), list(squares), sum(i for i in range(4)), list((a, b) for a in "xy" for b in a * 2))
lazy = (print("evaluated", i) or i for i in range(2))
print("nothing yet")
print(list(lazy))


def closures():
    for i in range(3):
        yield lambda: i


print([f() for f in closures()], [f() for f in list(closures())])


def conditional_yield(flag):
    value = (yield 1) if flag else (yield 2)
    print("value", value)
    return value


print(drive(conditional_yield(True), None, "a"), drive(conditional_yield(False), None, "b"))
