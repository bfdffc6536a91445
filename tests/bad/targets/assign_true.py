True = x
