[a for {a: a for a in b} in x]
