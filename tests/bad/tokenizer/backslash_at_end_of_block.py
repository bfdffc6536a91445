if a:
    x = \
