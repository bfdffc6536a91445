try:
    pass
except E as False:
    pass
