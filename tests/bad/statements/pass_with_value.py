pass a
