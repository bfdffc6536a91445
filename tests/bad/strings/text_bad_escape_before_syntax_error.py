x = '\x' y
