# while, for, break, continue, else.
n = 0
while True:
    n += 1
    if n == 3:
        continue
    if n > 5:
        break
    print("while", n)
else:
    print("not reached")
while n > 4:
    n -= 1
else:
    print("while else", n)
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "is prime")
for x in []:
    print("never")
else:
    print("empty else")
print(n)
for i in range(3):
    i = i * 10
    print(i)
for i in range(10, 0, -3):
    pass
print(i, list(range(5)), list(range(2, 8, 3)), list(range(0)), range(3), range(1, 9, 2), len(range(0, 100, 7)))
print(range(10)[3], range(10)[-1], range(10)[2:5], range(0) == range(2, 2), 3 in range(5), range(5).index(2))
for char in "ab":
    for n in 1, 2:
        if n == 2:
            break
        print(char, n)
