# __hash__ and __eq__ called while a dict looks for a key.
class Key:
    def __init__(self, name, code):
        self.name = name
        self.code = code

    def __hash__(self):
        print("hash", self.name)
        return self.code

    def __eq__(self, other):
        print("eq", self.name, getattr(other, "name", other))
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return f"<{self.name}>"


a, b, c = Key("a", 1), Key("b", 1), Key("c", 2)
table = {a: "A"}
print("insert b")
table[b] = "B"
print("insert c")
table[c] = "C"
print(table)
print("same object")
print(table[a])
print("equal object")
print(table[Key("b", 1)])
print("missing")
print(table.get(Key("z", 1)))
print("int key with the same hash")
print(1 in table, 5 in table)
print("set")
print({a, b, Key("a", 1)})
print("delete")
del table[Key("a", 1)]
print(table)
