trry:
    pass
except A:
    pass
