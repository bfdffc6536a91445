import m as 1
