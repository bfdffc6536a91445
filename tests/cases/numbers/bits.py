# Bit operators on ints and bools.
print(6 & 3, 6 | 3, 6 ^ 3, ~6, 6 << 2, 6 >> 1, -6 >> 1, -1 << 4)
print(True & False, True | False, True ^ True, not False, True & 3)
flags = 0
for bit in (0, 3, 5):
    flags |= 1 << bit
print(flags, bin(flags))
flags &= ~(1 << 3)
print(flags, bin(flags))
flags ^= 0b11
print(flags)
count = 0
value = 0b1011011
while value:
    count += value & 1
    value >>= 1
print(count)
try:
    1 << -1
except ValueError as error:
    print(error)
try:
    1 | 2.0
except TypeError as error:
    print(error)
