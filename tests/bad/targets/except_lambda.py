try:
    pass
except E as lambda: a:
    pass
