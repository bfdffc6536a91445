a <=> b
