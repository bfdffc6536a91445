# How ints are written in the source and printed.
print(0, 7, -7, 1_000_000, 0xff, 0o17, 0b1010, 0XFF)
print(int("42"), int(" -42 "), int("ff", 16), int("0x1f", 0), int("101", 2), int(3.99), int(-3.99), int(True))
print(hex(255), hex(-255), oct(8), bin(10), bin(-5))
print(repr(12345678901234567890), str(-1), (5).__repr__())
print(int("1_000"), int())
for text in ["", "4.5", "0x10", "one", "1__0"]:
    try:
        print(int(text))
    except ValueError as error:
        print("ValueError:", error)
try:
    int([])
except TypeError as error:
    print("TypeError:", error)
print((255).bit_length(), (0).bit_length(), (-256).bit_length())
