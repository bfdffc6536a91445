# Which operands run.
def say(name, value):
    print(name, end=" ")
    return value


for flag in (True, False):
    print(say("yes", 1) if say("test", flag) else say("no", 2))
print(say("a", []) or say("b", None) or say("c", 0))
print(say("a", [1]) and say("b", "x") and say("c", 3.5))
print(say("a", 0) and say("b", 1) or say("c", 2))
print(not say("a", "") and say("b", "end"))
if say("x", 0) or say("y", 5) and say("z", 6):
    print("taken")
if not (say("x", 1) and say("y", 0)):
    print("taken")
assert say("assert", True), say("message", "unused")
while say("loop", 0) or say("stop", False):
    pass
print("end")
