except A:
    pass
