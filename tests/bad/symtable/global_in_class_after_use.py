class C:
    a = 1
    global a
