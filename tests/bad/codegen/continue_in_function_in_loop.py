while a:
    def f():
        continue
