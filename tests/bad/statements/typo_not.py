x = nto a
