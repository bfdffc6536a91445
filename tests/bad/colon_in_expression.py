x = a:
