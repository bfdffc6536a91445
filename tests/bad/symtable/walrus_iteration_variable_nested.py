[[(a := 1) for c in b] for a in d]
