[a for lambda: a in x]
