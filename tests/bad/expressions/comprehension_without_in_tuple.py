[a for a, b c]
