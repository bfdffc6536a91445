if a:
    print b
