# Search with backtracking: sets, tuples, recursion.
def place(row, size, columns, rising, falling, board):
    if row == size:
        return 1
    found = 0
    for column in range(size):
        if column not in columns and row + column not in rising and row - column not in falling:
            columns.add(column)
            rising.add(row + column)
            falling.add(row - column)
            board[row] = column
            found += place(row + 1, size, columns, rising, falling, board)
            columns.remove(column)
            rising.remove(row + column)
            falling.remove(row - column)
    return found


for size in range(4, 10):
    print(size, place(0, size, set(), set(), set(), [0] * size))
