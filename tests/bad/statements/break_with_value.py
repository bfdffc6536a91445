while a:
    break b
