import m as a and b
