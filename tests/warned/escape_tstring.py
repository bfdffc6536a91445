x = 1
a = t"\d{x}\w"
b = t"{x:\q}"
