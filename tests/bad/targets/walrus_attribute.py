(a.b := x)
