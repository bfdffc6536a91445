[c for a in b if (a := 1)]
