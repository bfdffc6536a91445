a and b = x
