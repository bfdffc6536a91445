with a:
    # nothing
