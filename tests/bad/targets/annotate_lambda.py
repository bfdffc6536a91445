lambda: a: int = x
