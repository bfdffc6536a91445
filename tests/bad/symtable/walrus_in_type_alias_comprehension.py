type A = [a := b for b in c]
