try:
    pass
except E as a and b:
    pass
