try:
    x
except A:
finally:
    pass
