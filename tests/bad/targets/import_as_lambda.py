import m as lambda: a
