try:
    pass
except E as f'{a}':
    pass
