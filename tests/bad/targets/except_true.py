try:
    pass
except E as True:
    pass
