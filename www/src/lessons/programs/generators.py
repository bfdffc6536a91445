def countdown(n):
    print("started")
    while n > 0:
        yield n
        n -= 1
    print("done")

ticks = countdown(3)
print(next(ticks))
for tick in ticks:
    print(tick)

squares = (n * n for n in range(5))
print(sum(squares))
