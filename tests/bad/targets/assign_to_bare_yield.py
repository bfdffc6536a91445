def g():
    yield = a
