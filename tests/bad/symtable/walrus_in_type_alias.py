type A = (a := 1)
