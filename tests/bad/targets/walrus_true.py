(True := x)
