while a:
    continue 1
