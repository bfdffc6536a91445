[a for a + b in x]
