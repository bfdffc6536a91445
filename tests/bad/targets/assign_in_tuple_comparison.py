a, a < b = x
