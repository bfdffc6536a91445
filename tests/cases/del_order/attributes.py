# In which order things die.
class T:
    def __init__(self, name, *parts):
        self.name = name
        self.parts = parts

    def __del__(self):
        print("del", self.name)


print("nested")
t = T("outer", T("middle", T("inner")))
del t
print("list")
items = [T("0"), T("1"), T("2")]
del items
print("dict")
d = {"a": T("a"), "b": T("b")}
del d
print("slice")
items = [T("s0"), T("s1"), T("s2"), T("s3")]
items[1:3] = []
print("cleared")
items.clear()
print("tuple")
t = (T("t0"), T("t1"))
t = None
print("attributes")
o = T("o")
o.x = T("x")
o.y = T("y")
del o
print("replace")
items = [T("old")]
items[0] = T("new")
print("pop")
items.pop()
print("chain")
head = None
for i in range(4):
    head = T(f"n{i}", head)
head = None
print("end")
