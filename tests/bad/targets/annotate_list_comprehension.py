[a for a in b]: int = x
