lambda **k=1: a
