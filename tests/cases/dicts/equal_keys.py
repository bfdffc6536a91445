# Keys that are equal and hash alike are one key.
d = {1: "int", 1.0: "float", True: "bool"}
print(d)
d = {0: "zero", False: "false", -0.0: "minus zero"}
print(d, d[0.0])
d = {"1": "text", 1: "number"}
print(d)


class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash("x")


d = {"x": 1}
d[AlwaysEqual()] = 2
print(d)


class NoHash:
    def __eq__(self, other):
        return False


try:
    {NoHash(): 1}
except TypeError as error:
    print(error)
nan = float("nan")
d = {nan: 1}
print(nan in d, float("nan") in d, [nan] == [nan], nan == nan)
