if a:
  \ x
