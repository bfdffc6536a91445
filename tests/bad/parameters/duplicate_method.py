class C:
    def f(self, self):
        pass
