__debug__ += x
