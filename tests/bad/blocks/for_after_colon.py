if a: for b in c: pass
