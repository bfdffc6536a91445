# A multiplication table and a receipt.
for row in range(1, 6):
    print(" ".join([f"{row * column:3d}" for column in range(1, 6)]))
items = [("bread", 2, 1.5), ("milk", 1, 0.99), ("butter", 12, 10.25)]
total = 0
print("-" * 26)
for name, count, price in items:
    cost = count * price
    total += cost
    print(f"{name:<10}{count:>4} x {price:>8.2f} = {cost:>7.2f}")
print(f"{'total':-<24}{total:>10.2f}")
