def g():
    a = yield b = c
