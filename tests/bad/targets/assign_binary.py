a + b = x
