# assert.
def check(value):
    assert isinstance(value, int), f"not an int: {value!r}"
    assert value >= 0
    return value


for value in (1, "a", -1):
    try:
        print(check(value))
    except AssertionError as error:
        print("AssertionError", error, error.args, repr(error))
try:
    assert (False), ("message", 2)
except AssertionError as error:
    print(error)
print(__debug__)
