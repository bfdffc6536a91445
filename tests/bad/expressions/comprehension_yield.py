[yield a for a in b]
