del a,, b
