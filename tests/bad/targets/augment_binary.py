a + b += x
