# A traceback through a generator, a comprehension and a lambda.
def numbers():
    yield 1
    yield 0


inverse = lambda n: 1 / n


def table():
    return [inverse(n) for n in numbers()]


class Table:
    rows = table()
