x = 1e5e-5
