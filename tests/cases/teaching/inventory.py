# Dicts of dicts, formatting and errors in one program.
class OutOfStock(Exception):
    pass


class Inventory:
    def __init__(self):
        self.items = {}

    def add(self, name, quantity, price):
        entry = self.items.setdefault(name, {"quantity": 0, "price": price})
        entry["quantity"] += quantity
        entry["price"] = price

    def sell(self, name, quantity):
        try:
            entry = self.items[name]
        except KeyError:
            raise OutOfStock(f"we have no {name}") from None
        if entry["quantity"] < quantity:
            raise OutOfStock(f"only {entry['quantity']} {name} left")
        entry["quantity"] -= quantity
        return quantity * entry["price"]

    def __str__(self):
        lines = [f"{name:<8}|{e['quantity']:>4}|{e['price']:>7.2f}" for name, e in sorted(self.items.items())]
        return "\n".join(lines)

    @property
    def worth(self):
        return sum(e["quantity"] * e["price"] for e in self.items.values())


shop = Inventory()
for name, quantity, price in (("pen", 10, 1.2), ("book", 3, 15), ("pen", 5, 1.5)):
    shop.add(name, quantity, price)
print(shop)
for order in (("pen", 12), ("pen", 12), ("lamp", 1), ("book", 3)):
    try:
        print("sold", *order, "for", shop.sell(*order))
    except OutOfStock as problem:
        print("sorry:", problem)
print(shop, f"worth {shop.worth:.2f}", sep="\n")
