(a + b := x)
