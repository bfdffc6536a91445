try:
    pass
except E as (a for a in b):
    pass
