# Short programs made of comprehensions.
n = 50
composites = {j for i in range(2, 8) for j in range(i * 2, n, i)}
print([x for x in range(2, n) if x not in composites])
triples = [(a, b, c) for c in range(1, 21) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]
print(triples)
text = "comprehensions are loops turned inside out"
print({w: len(w) for w in text.split() if len(w) > 4})
print("".join(c for c in text if c not in "aeiou"))
grid = [[(r * c) % 5 for c in range(5)] for r in range(4)]
print(grid, [row[2] for row in grid], [grid[i][i] for i in range(4)])
print([list(column) for column in zip(*grid)])
print(sorted({tuple(sorted((a, b))) for a in range(3) for b in range(3)}))
