try:
    # nothing
