nonlocal a
b c
