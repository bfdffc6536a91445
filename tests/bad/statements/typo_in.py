for a ni b:
    pass
