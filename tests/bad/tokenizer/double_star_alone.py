x = ** y
