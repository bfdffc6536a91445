match a:
