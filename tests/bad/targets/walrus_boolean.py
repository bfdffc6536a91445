(a and b := x)
