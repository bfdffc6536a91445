# __format__, __str__ and __repr__ called from an f-string.
class Money:
    def __init__(self, amount):
        self.amount = amount

    def __str__(self):
        return f"${self.amount}"

    def __repr__(self):
        return f"Money({self.amount!r})"

    def __format__(self, spec):
        if spec == "cents":
            return f"{self.amount * 100:.0f}c"
        return "[" + spec + "]" + str(self)


class Plain:
    def __repr__(self):
        return "plain"


money = Money(2.5)
print(f"{money} {money!s} {money!r} {money:cents} {money:x y}")
print(f"{Plain()} {Plain()!s:>8}| {[money, Plain()]}")
try:
    f"{Plain():5}"
except TypeError as error:
    print(error)
try:
    f"{'text':d}"
except ValueError as error:
    print(error)
try:
    f"{3:s}"
except ValueError as error:
    print(error)
