class C:
    def f(self):
        if a:
            retrun b
