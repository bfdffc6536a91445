row = [0, 0, 0]
grid = [row, row, row]
grid[0][1] = 7
print(grid)

def add(item, bag=[]):
    bag.append(item)
    return bag

print(add("a"))
print(add("b"))

copy = row[:]
copy[0] = 9
print(row, copy)
