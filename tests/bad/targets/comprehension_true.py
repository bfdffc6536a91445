[a for True in x]
