for a in b:
    def f():
        break
