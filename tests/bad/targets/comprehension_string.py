[a for 's' in x]
