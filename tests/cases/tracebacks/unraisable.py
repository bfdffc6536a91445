# Exceptions in __del__: when a name goes, in a collection, at the end.
class T:
    def __del__(self):
        print(1 + self.x / 0)
t = T(); t.x = 1
del t
k = T(); k.x = 2
k.me = k
import gc; del k; gc.collect()
z = T(); z.x=1
