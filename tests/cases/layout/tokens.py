# Layout corners: comments, continuation lines, semicolons, blank lines, nested brackets.
x = 1; y = 2;
if x: print("one line"); print("two")
total = x + \
    y

values = [  # comment inside brackets
    1,
      2,  # odd indentation is fine here

    3,
]
	# a comment after a tab
def f(a,
      b = 2,
      *, c=(3,
            4)): return a, b, c


class C: pass
class D: x = 1; y = 2


if x:
  if y:
     print("odd", "widths")
  # comment at another depth
  print("back")
else:
	print("tab")
print(f(1), values, total, D.y, 0xFF, 1_0, .5, 1e-3, ...)
π = 3.14; naïve_名前 = "unicode names"
print(π, naïve_名前)
print(1 if x else 2, [1,2][0], x<y<=3!=4, x**-y, -x//y, not x, x if y else(3))
lambda: (yield)
(a) = b = [*values, ]
print((a), b, ((1)), (1,), ())
while x: x -= 1
else: print("done")
# last comment without newline
