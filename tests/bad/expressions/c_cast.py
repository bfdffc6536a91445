x = (int) a
