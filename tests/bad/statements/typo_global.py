def f():
    gloabl a
