# The eight queens, with backtracking.
def solve(n):
    solutions = []

    def place(row, columns):
        if row == n:
            solutions.append(columns)
            return
        for column in range(n):
            if all(column != c and abs(column - c) != row - r for r, c in enumerate(columns)):
                place(row + 1, columns + [column])

    place(0, [])
    return solutions


solutions = solve(6)
print(len(solutions), [len(solve(n)) for n in range(1, 6)])
for column in solutions[0]:
    print("." * column + "Q" + "." * (5 - column))
