try:
    pass
except $:
    pass
