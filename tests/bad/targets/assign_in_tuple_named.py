a, (a := b) = x
