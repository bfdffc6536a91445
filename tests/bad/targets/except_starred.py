try:
    pass
except E as *a:
    pass
