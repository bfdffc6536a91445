x = break if a else b
