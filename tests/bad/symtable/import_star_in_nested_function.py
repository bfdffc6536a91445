def f():
    def g():
        from a import *
