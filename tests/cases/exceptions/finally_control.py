# return, break and continue through finally.
def returns():
    try:
        return "try"
    finally:
        print("cleanup")


def overrides():
    for _ in range(3):
        try:
            return "try"
        finally:
            print("leaving")


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2
        print("x is", x)


def loops():
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("else")
    return i


def nested():
    try:
        try:
            return 1
        finally:
            print("inner")
    finally:
        print("outer")


def in_except():
    try:
        raise ValueError("x")
    except ValueError:
        return "handled"
    finally:
        print("after")


def while_try():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                raise ValueError(n)
            break
        except ValueError as error:
            print("again", error)
        finally:
            print("tick", n)
    return n


for function in (returns, overrides, value_is_kept, loops, nested, in_except, while_try):
    print(function.__name__, function())
