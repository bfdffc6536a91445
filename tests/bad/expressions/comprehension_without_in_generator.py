(a for a)
