foo bar
x = 012
