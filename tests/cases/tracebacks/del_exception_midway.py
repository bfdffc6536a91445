# An exception in __del__ while the program still runs.
class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        raise ValueError(self.name + " in del")


t = T("first")
del t
T("second").name
print("end")
