f(b'abcé', 1)
