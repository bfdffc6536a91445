# Dictionaries: counting, memoising, grouping, sets.
def letters(count):
    state = 12345
    words = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        words.append("w" + str(state % 997))
    return words


def count_words(words):
    counts = {}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def group(words):
    groups = {}
    for word in words:
        groups.setdefault(len(word), set()).add(word)
    return groups


def paths(size):
    ways = {(0, 0): 1}
    for x in range(size):
        for y in range(size):
            if x or y:
                ways[x, y] = (ways.get((x - 1, y), 0) + ways.get((x, y - 1), 0)) % 1000003
    return ways[size - 1, size - 1]


def two_sums(numbers, target):
    seen = {}
    found = 0
    for i in numbers:
        found += seen.get(target - i, 0)
        seen[i] = seen.get(i, 0) + 1
    return found


words = letters(120000)
counts = count_words(words)
print(len(counts), max(counts.values()), counts["w500"])
print(sorted([(size, len(members)) for size, members in group(words).items()]))
print(paths(220))
print(two_sums([i * 7919 % 10007 for i in range(200000)], 10000))
