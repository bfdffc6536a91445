[a for t'{a}' in x]
