# names: t-string
x = 1
t"{x}"
