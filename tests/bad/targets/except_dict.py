try:
    pass
except E as {1: 2}:
    pass
