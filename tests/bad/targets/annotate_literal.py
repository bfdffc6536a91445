1: int = x
