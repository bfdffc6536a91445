a < b += x
