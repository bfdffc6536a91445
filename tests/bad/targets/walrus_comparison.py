(a < b := x)
