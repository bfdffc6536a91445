if __debug__ = x:
    pass
