{1: 2}: int = x
