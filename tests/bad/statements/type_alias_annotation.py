type A: int = c
