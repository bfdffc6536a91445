if a:
    pass
else:
    # nothing
