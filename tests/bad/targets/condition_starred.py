while *a = x:
    pass
