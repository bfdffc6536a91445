# The repr of a float is the shortest text that reads back as the same number.
print(1.0, 0.1, 0.1 + 0.2, 1e16, 1e15, 123456789012345678.0, 1e-4, 1e-5, 0.0001234)
print(1.5e300 * 1e10, 1e308 * 10, -1e308 * 10, 5e-324, 2.2250738585072014e-308)
print(float("inf"), float("-inf"), float("nan"), float(" 1.5 "), float("1e3"), float())
print(3.0 == 3, 3.5 != 3, 0.1 + 0.2 == 0.3, float("nan") == float("nan"))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(5, -1), round(15, -1))
print(round(0.5), round(1.5), type(round(2.0)), type(round(2.0, 0)))
print(abs(-3.5), abs(-7), int(1e20), float(7), 7.0.is_integer(), 7.5.is_integer())
print(2 ** 0.5, 2 ** -1, 4 ** 0.5, (-8) ** 2, 0.0 ** 0)
print(1e3, 1.e3, .5, 1_000.5, 100.0, 1e22, 1e23)
print(hash(1.0) == hash(1), hash(0.5), hash(float("inf")), hash(-1.5))
print(min(1, 1.0), max(1, 1.0), sum([0.1] * 10), sum([1, 2.5]))
for text in ("abc", "1.2.3", ""):
    try:
        float(text)
    except ValueError as error:
        print(error)
