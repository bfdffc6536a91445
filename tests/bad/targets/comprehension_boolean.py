[a for a and b in x]
