x += y += z
