@a
class C:
