xyzzy a:
    pass
