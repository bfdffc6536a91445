# Numbers and text in every format.
print("{:>10.3f}|{:<8}|{:^8}|{:+d}|{:08.2f}|{:,}|{:_}|{:e}|{:g}|{:%}".format(3.14159, "ab", "mid", 5, -3.14159, 1234567, 7654321, 12345.678, 1e-7, 0.5))
for x in (0.1, 1/3, 1e100, 1.5e-10, 123456.789, 1e21, -0.0, 2**0.5, 100.0, 1e16, 123456789.123456789):
    print(x, repr(x), f"{x:.2f}", f"{x:g}", f"{x:.3e}", f"{x!r:>25}", round(x, 2), int(x) if abs(x) < 1e30 else "big")
for n in (0, 5, -17, 2**70, -2**65):
    print(n, hex(n), f"{n:b}"[:20], f"{n:,}", f"{n:>10}", n // 7, n % 7, -n // 7, -n % 7, n ** 2, n >> 2, n & 255, n | 1, ~n, abs(n), str(n)[::-1])
print(7 // -2, 7 % -2, -7 // 2, 7.5 // 2, -7.5 % 2, 2 ** -2, (-2) ** 3, 10 ** 20, 1e3 ** 2, divmod(-7, 3), divmod(7.5, -2))
print(int("  12  "), int("-0b101", 0), int("zz", 36), float("1e-5"), float("-inf"), float("nan"), int(1e15), round(-0.5), round(1.5), round(2.675, 2))
print("a" < "B", "abc".upper().center(11, "*"), "x".join("abc"), "a b c".split(), "a,b,,".split(","), "abcabc".replace("b", "X", 1), "Hello World".swapcase(), "hello world".title())
print("tEST".capitalize(), "abc".find("z"), "banana".rfind("a"), "x=1=2".partition("="), " strip ".strip() + "|", "xxabxx".lstrip("x"), "12".zfill(5), "-1".zfill(4), "%05.1f|%+d|%x|%o|%e" % (3.14159, 5, 255, 8, 12345.6789))
print("line1\nline2\r\nline3".splitlines(), "a\tb".expandtabs(4), "abc".isalpha(), "a1".isalnum(), "".isdigit(), "ABC".isupper(), "ß".upper(), "É".lower(), "abc" * 3, "abc"[::-1])
print("abc".encode(), b"abc" + b"d", b"abc"[1], list(b"ab"), bytes([1, 2]), repr("\n\t'\""), repr('a"b'), "\u00e9", ascii("é"))
print(f"{'a':>{5}}", f"{3:{'0'}{4}d}", f"{[1,2]!s:>10}", f"{ {1:2}[1] }", f"{1+1=}", f"{'q'!r}", f"{3.0:.0f}", f"{1e10:.0f}", f"{True:d}", f"{65:c}", f"{255:#x}", f"{5:^+7}", f"{'abc':.1}")
print("a".ljust(3, ".") + "|", "a-b-c".rsplit("-", 1), "aXbX".count("X"), "abc".startswith(("x", "a")), "abc".endswith("c"), "translate".translate({ord("a"): "A", ord("t"): None}))
print(str(1.0), str(1e5), str(123456789012345680.0), 1e5 == 100000, 0.1 + 0.2, 1.1 * 3, 5e-324, 1.7976931348623157e308)
print(max("apple", "fig", key=len), min([3, 1], default=0), sum([0.1] * 3), sum([[1], [2]], []), sorted("hello"), sorted([3, 1, 2], reverse=True), list(reversed([1, 2])))
