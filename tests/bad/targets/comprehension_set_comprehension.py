[a for {a for a in b} in x]
