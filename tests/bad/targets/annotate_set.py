{1}: int = x
