x = a si b
