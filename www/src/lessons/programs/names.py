x = 5
y = x
del x
