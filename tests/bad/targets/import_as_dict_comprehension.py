import m as {a: a for a in b}
