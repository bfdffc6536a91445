import m as *a
