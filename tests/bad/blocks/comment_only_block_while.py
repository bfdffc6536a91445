while a:
    # nothing
