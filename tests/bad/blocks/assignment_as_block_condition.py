if x == 1:
    pass
  = 2
