import m as [a for a in b]
