@a
class C $:
    pass
