a, True = x
