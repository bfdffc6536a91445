class C:
    x = yield from a
