(False := x)
