False: int = x
