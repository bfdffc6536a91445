a = b"\d"
b = b"\u1234"
c = b"\N"
d = rb"\d"
