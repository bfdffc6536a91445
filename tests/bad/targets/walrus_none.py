(None := x)
