x = 1
a = f"\d"
b = f"\w{x}\d"
c = f"{x:\q}"
d = f"\w{"\d":\q}\e" "\z"
e = rf"\d{x}\w"
f = f"{x}" "\d" f"\e"
