def f():
    '\x'
