import m as False
