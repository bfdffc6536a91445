a and b += x
