# What the compiler computes, and what it leaves for run time.
print(1 + 2, "a" + "b", (1, 2) + (3,), -5, +5, ~5, not 5, 2 ** 10, 7 // 2, 7 % 3, 7 / 2, 1 << 5, 255 >> 2, 6 & 3, 6 | 1, 6 ^ 2)
print("ab" * 3, (1, 2) * 2, "abc"[1], (1, 2, 3)[-1], "abc"[0:2], (1, 2, 3)[1:], b"ab"[0], -(1.5), 1 - 1.5)
print(2 ** 200, 1 << 100, "x" * 20, [1, 2] * 2, (0,) * 5, 10 ** 3 ** 2 % 7)
print(not not 1, not (1 in (1, 2)), not 1 < 2, not not ())
for bad in (lambda: 1 / 0, lambda: "a" + 1, lambda: (1, 2)[5], lambda: -"a", lambda: 1 << -1, lambda: 5 % 0, lambda: "%d" % "x"):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
if not 1:
    print("never")
elif 0 or "":
    print("never")
elif "a" and 1:
    print("constant condition")
x = 1 if True else unknown
y = (1, 2, 3, "a", None, (4, 5))
z = [1, 2, 3]
w = {1, 2, 3}
v = {"a": 1, "b": (2, 3)}
print(x, y, z, w, v, 3 in (1, 2, 3), 4 in [1, 2], "a" in {"a", "b"}, 5 not in {1})
for i in [1, 2, 3]:
    for j in (4, 5):
        print(i * j, end=" ")
for i in {7}:
    print(i)
print(f"{1}{'a'}{2.5}", f"{'x':>3}", "%s" % 5, "%s %s!" % (1, "b"), "%r" % "q", "100%%" % ())
print(1_000_000 * 1_000_000, -9223372036854775808, 9223372036854775807 + 1, 0xFFFFFFFFFFFFFFFFFF)
__debug__ and print("debug")
while 1 and x:
    x = 0
while not 0:
    break
