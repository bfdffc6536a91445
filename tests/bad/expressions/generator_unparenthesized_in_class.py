class C(a for a in b, c):
    pass
