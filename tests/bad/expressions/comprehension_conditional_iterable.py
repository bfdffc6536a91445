[a for a in b if c else d for e in f]
