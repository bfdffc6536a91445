lambda a: int: a
