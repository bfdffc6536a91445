(a := b) = x
