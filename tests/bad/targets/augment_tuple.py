a, b += x
