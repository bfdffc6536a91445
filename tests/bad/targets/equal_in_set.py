{a = b}
