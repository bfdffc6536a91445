# Sorting: our own algorithms, and the built-in one with keys.
def numbers(count):
    state = 42
    values = []
    for _ in range(count):
        state = (state * 1664525 + 1013904223) % 4294967296
        values.append(state % 100000)
    return values


def quicksort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


def merge_sort(items):
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged


values = numbers(20000)
expected = sorted(values)
mine = values[:]
quicksort(mine, 0, len(mine) - 1)
print(mine == expected, merge_sort(values) == expected)
for _ in range(3):
    by_digits = sorted(values, key=lambda value: (value % 100, value))
    values.sort(key=lambda value: -value)
print(by_digits[:3], values[:3])
words = sorted([str(value) for value in values], key=len, reverse=True)
print(words[0], words[-1], words.index(str(values[9])))
