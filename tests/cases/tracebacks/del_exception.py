# An exception in __del__ is reported and ignored.
class T:
    def __del__(self):
        raise ValueError("in del")


t = T()
t.__class__
print("end")
