# names: annotation
x: int = 1
