del (a := b)
