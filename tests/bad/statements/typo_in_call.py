f(a fro b in c)
