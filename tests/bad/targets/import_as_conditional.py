import m as a if b else c
