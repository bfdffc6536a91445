x = continue if a else b
