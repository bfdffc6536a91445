True: int = x
