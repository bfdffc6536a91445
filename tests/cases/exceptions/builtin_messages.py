# The messages of common mistakes.
class Thing:
    pass


thing = Thing()
mistakes = [
    lambda: thing.missing,
    lambda: Thing.missing,
    lambda: (5).missing,
    lambda: None.missing,
    lambda: "a" + 1,
    lambda: 1 + "a",
    lambda: [] + {},
    lambda: {} | 1,
    lambda: "a" * "b",
    lambda: len(5),
    lambda: len(),
    lambda: int("x"),
    lambda: [][0],
    lambda: {}["k"],
    lambda: {}[1, 2],
    lambda: "abc"[5],
    lambda: (1,)[2],
    lambda: thing(),
    lambda: thing.__doc__[0],
    lambda: thing[0],
    lambda: thing + 1,
    lambda: list("ab")["0"],
    lambda: range(3)[5],
    lambda: ord("ab"),
    lambda: chr(-1),
    lambda: [].nope(),
    lambda: next(iter([])),
    lambda: min([]),
    lambda: max(),
    lambda: sum(["a"]),
    lambda: sorted([1, "a"]),
    lambda: isinstance(1, "a"),
    lambda: abs("a"),
    lambda: round("a"),
    lambda: hash([]),
    lambda: range("a"),
    lambda: range(1, 2, 0),
    lambda: list(5),
    lambda: dict([1]),
    lambda: dict([(1, 2, 3)]),
    lambda: int("9" * 5000),
    lambda: float("x"),
    lambda: print(sep=1),
    lambda: "x".join(5),
    lambda: Thing(1),
    lambda: object(1),
    lambda: setattr(5, "a", 1),
    lambda: delattr(thing, "a"),
    lambda: pow(2, -1, 4),
    lambda: "%d" % "a",
    lambda: f"{1:q}",
    lambda: __import__("nowhere"),
]
for mistake in mistakes:
    try:
        print("no error:", mistake())
    except Exception as error:
        print(type(error).__name__ + ":", error)
