None: int = x
