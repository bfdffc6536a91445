[y for x in (y := z)]
