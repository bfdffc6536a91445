del lambda: a
