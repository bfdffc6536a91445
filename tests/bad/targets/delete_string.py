del 's'
