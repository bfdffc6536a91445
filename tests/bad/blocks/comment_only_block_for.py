for a in b:
    # nothing
