if a:
    return b
