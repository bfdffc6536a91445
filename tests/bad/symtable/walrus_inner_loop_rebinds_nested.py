[x for i in a for j in [k for k in b if (y := k)] for y in c]
