import m as -a
