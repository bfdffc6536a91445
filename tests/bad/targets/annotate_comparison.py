a < b: int = x
