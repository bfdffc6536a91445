match a:
    # nothing
