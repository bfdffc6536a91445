# Temporaries die as soon as an expression drops them.
class T:
    def __init__(self, name):
        self.name = name
        print("+", name)

    def __del__(self):
        print("-", self.name)

    def __add__(self, other):
        return T(self.name + other.name)

    def get(self):
        return self.name

    def same(self):
        return self


T("statement")
print("next")
T("a") + T("b")
print("sum done")
print(T("method").get())
x = T("x1")
x = T("x2")
print("rebound")
[T("list1"), T("list2")]
print("list done")
T("one"), T("two")
print("tuple done")
{"k": T("dict")}["k"].name
print("dict done")
len([T("len")])
y = T("chain").same().same()
print("chain")
T("if") and print("tested")
(lambda v: None)(T("argument"))
print("call done")
f"{T('fstring').name}"
print("fstring done")
for i in [T("for1"), T("for2")]:
    print("in", i.name)
print("loop done")
i = None
z = [T("comp") for _ in range(1)]
z = None
del x
del y
print("end")
