@a
class C:
pass
