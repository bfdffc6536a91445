lambda *, a, /: a
