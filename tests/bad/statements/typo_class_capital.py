Class C:
    pass
