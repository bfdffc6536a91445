# Searching, with the steps printed.
def search(values, target):
    low, high, steps = 0, len(values) - 1, []
    while low <= high:
        middle = (low + high) // 2
        steps.append(values[middle])
        if values[middle] == target:
            return middle, steps
        elif values[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return None, steps


values = [n * n for n in range(20)]
for target in (81, 0, 361, 82, -1):
    position, steps = search(values, target)
    print(target, position, steps)
