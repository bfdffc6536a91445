{1: 2, a if b}
