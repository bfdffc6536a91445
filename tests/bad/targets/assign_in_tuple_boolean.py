a, a and b = x
