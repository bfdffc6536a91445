x = a /// b
