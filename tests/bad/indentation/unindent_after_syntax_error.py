x = = 1
if a:
    x
  y
