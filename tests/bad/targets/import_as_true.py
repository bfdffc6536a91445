import m as True
