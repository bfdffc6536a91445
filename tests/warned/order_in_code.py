class C(1 is x):
    x = 1
    x is 2
@(1 is 2)
def f(a=1 is 3, *, b=1 is 4) -> (1 is 5): 1 is 6
x: (1 is 7) = 1 is 8
[1 is 9 for y in [1 is 10] if y is 11]
{1 is 12: 1 is 13 for y in 1 is 14}
for x[1 is 15] in (1 is 16):
    1 is 17
else:
    1 is 18
try:
    1 is 19
except (1 is 20):
    1 is 21
else:
    1 is 22
finally:
    1 is 23
x[1 is 24] = 1 is 25
x[1 is 26] += 1 is 27
a = (1 is 28) if (1 is 29) else (1 is 30)
with (1 is 31) as x[1 is 32]:
    1 is 33
lambda a=1 is 34: 1 is 35
f(1 is 36, *(1 is 37), k=1 is 38)
