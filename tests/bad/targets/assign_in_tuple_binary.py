a, a + b = x
