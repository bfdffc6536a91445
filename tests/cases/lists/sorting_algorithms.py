# Three sorts written by hand.
def bubble(values):
    values = values[:]
    for end in range(len(values) - 1, 0, -1):
        for i in range(end):
            if values[i] > values[i + 1]:
                values[i], values[i + 1] = values[i + 1], values[i]
    return values


def quick(values):
    if len(values) <= 1:
        return values
    pivot, *rest = values
    return quick([v for v in rest if v < pivot]) + [pivot] + quick([v for v in rest if v >= pivot])


def merge(values):
    if len(values) < 2:
        return values
    middle = len(values) // 2
    left, right = merge(values[:middle]), merge(values[middle:])
    result = []
    while left and right:
        result.append(left.pop(0) if left[0] <= right[0] else right.pop(0))
    return result + left + right


data = [(i * 37 + 11) % 23 for i in range(15)]
print(data)
for sort in (bubble, quick, merge):
    print(sort.__name__, sort(data), sort(data) == sorted(data))
