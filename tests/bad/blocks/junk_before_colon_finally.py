try:
    pass
finally $:
    pass
