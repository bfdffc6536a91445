def f():
    @a
