[a for None in x]
