try:
    pass
except E as a if b else c:
    pass
