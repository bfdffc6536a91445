a and b: int = x
