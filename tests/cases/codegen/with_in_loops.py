# with inside loops and conditions, and targets of every kind.
class C:
    def __init__(self, value, swallow=False):
        self.value, self.swallow = value, swallow

    def __enter__(self):
        return self.value

    def __exit__(self, kind, *rest):
        print("exit", self.value, kind.__name__ if kind else "-")
        return self.swallow


class Box:
    pass


def run():
    box, items, d = Box(), [0], {}
    with C(1) as box.attribute, C(2) as items[0], C(3) as d["k"], C((4, 5)) as (a, b), C([6, 7, 8]) as [c, *e]:
        print(box.attribute, items, d, a, b, c, e)
    for n in range(4):
        with C(n, swallow=True):
            if n == 0:
                continue
            if n == 1:
                raise ValueError
            if n == 3:
                break
            print("body", n)
        print("after", n)
    while True:
        with C("while"):
            with C("inner", True):
                raise KeyError
            return "returned"


print(run())
with C("x") as x, C("y"):
    pass
try:
    with C("propagates"):
        with C("swallows", True):
            1 / 0
        [][1]
except IndexError:
    print("IndexError")
