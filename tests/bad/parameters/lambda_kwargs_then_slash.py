lambda **k, /: a
