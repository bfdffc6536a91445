try:
    pass
except E as 's':
    pass
