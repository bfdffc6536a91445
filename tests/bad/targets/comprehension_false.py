[a for False in x]
