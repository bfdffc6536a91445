try:
    pass
except E as t'{a}':
    pass
