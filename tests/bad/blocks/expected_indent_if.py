if True:
# comment
x = 1
