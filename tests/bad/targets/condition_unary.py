if -a = x:
    pass
