__debug__ = x
