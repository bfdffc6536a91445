# bool is a subclass of int with its own repr.
print(True + 1, False or "x", True and 0, not 0, not "a")
print(isinstance(True, int), type(True), bool.__name__, int(True))
print(bool(0), bool(0.0), bool(""), bool([]), bool({}), bool(()), bool(None), bool(set()))
print(bool("0"), bool([0]), bool(-1), bool(" "))
print(True == 1, True is True, {True: "a", 1: "b", 1.0: "c"})
print(sum([True, False, True]), [10, 20][True], "ab"[False])
print(str(True), repr(False), f"{True}", "%s" % False)
print(sorted([True, 0, 3, False, -1]))
