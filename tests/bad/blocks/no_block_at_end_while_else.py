while a:
    pass
else:
