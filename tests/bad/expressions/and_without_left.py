x = and a
