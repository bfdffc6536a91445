match a:
pass
