def counter(start):
    count = start

    def up(step=1):
        nonlocal count
        count += step
        return count

    def now():
        return count

    return up, now

up, now = counter(10)
up()
up(5)
print(now())
