lambda 1: a
