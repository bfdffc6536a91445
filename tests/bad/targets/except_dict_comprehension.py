try:
    pass
except E as {a: a for a in b}:
    pass
