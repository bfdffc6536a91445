def f():
    try:
        x is 1
    finally:
        return "\d"
assert (x, 1or 2)
y = 2 is x
