class C:
    a = 1
    def f(self):
        nonlocal a
