x = ! ! y
