a, 's' = x
