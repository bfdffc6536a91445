x = 1i
