# Ints have no size limit.
factorial = 1
for n in range(1, 31):
    factorial *= n
print(factorial)
print(2 ** 100, -(2 ** 64), 2 ** 64 - 1)
print(10 ** 30 // 7, 10 ** 30 % 7, -(10 ** 30) // 7, -(10 ** 30) % 7)
print(divmod(10 ** 20, 3), divmod(-(10 ** 20), 3), divmod(10 ** 20, -3))
print(1 << 70, (1 << 70) >> 65, -1 >> 100, -(1 << 70) >> 3)
print((1 << 65) & (1 << 65 | 3), (1 << 65) ^ -1, ~(1 << 64))
print(pow(3, 200, 1000007), pow(2, -1, 7), pow(-2, 3))
print(2 ** 63 == 2.0 ** 63, 2 ** 53 + 1 == 2.0 ** 53, 10 ** 400 > 1e308)
print(hex(10 ** 20), bin(2 ** 40))
print(hash(2 ** 61 - 1), hash(2 ** 61), hash(-1), hash(-2), hash(10 ** 25))
a = 123456789 ** 5
print(a, a * a, a - a, a // 987654321 ** 2)
try:
    print(float(10 ** 400))
except OverflowError as error:
    print("OverflowError:", error)
