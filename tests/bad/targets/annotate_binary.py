a + b: int = x
