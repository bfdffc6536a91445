(lambda: a := x)
