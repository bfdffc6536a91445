(a)b
