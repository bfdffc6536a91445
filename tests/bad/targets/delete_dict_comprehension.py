del {a: a for a in b}
