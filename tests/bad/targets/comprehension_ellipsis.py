[a for ... in x]
