x = y z
y = '\x'
