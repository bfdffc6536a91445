# __lt__ and friends, used by sorted, min and max.
class Version:
    def __init__(self, text):
        self.parts = tuple([int(p) for p in text.split(".")])

    def __lt__(self, other):
        print(f"  {self} < {other}")
        return self.parts < other.parts

    def __eq__(self, other):
        return self.parts == other.parts

    def __hash__(self):
        return hash(self.parts)

    def __str__(self):
        return ".".join([str(p) for p in self.parts])

    __repr__ = __str__


versions = [Version(t) for t in ("1.10", "1.2", "0.9", "1.2.1")]
print(sorted(versions))
print(min(versions), max(versions))
print(versions[0] > versions[1], versions.index(Version("0.9")), Version("1.2") in versions)
try:
    versions[0] <= versions[1]
except TypeError as error:
    print(error)
print(len({Version("1.0"), Version("1.0"), Version("2.0")}))
