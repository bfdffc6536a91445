x = (1,
  2 3)
if a:
    x
  y
