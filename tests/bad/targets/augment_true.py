True += x
