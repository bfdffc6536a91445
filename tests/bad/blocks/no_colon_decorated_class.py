@a
class C
    pass
