dell a
