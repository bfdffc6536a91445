__debug__: int = x
