# Functions that remember.
def make_counter(start=0):
    count = start

    def increment(by=1):
        nonlocal count
        count += by
        return count

    def current():
        return count
    return increment, current


inc, now = make_counter()
other, other_now = make_counter(100)
print(inc(), inc(), inc(5), now(), other(), other_now())
print(inc.__closure__[0].cell_contents, len(inc.__closure__), inc.__code__.co_freevars, make_counter.__code__.co_cellvars)


def account(balance):
    def deposit(amount):
        nonlocal balance
        balance += amount
        return balance

    def withdraw(amount):
        nonlocal balance
        if amount > balance:
            return "insufficient"
        balance -= amount
        return balance
    return {"deposit": deposit, "withdraw": withdraw}


mine = account(50)
print(mine["deposit"](25), mine["withdraw"](100), mine["withdraw"](70))


def multiplier(n):
    return lambda x: x * n


double, triple = multiplier(2), multiplier(3)
print(double(5), triple(5), [multiplier(i)(10) for i in range(4)])
