x = a if b else del c
