x = * a
