pairs = [(n, n * n) for n in range(6) if n % 2]
table = {n: square for n, square in pairs}
print(table)

first, *middle, last = range(5)
print(first, middle, last)

matrix = [[1, 2, 3], [4, 5, 6]]
flat = [cell for row in matrix for cell in row]
print(flat, sum(flat))
