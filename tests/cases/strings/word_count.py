# Counting words with a dict.
text = """the quick brown fox jumps over the lazy dog
the dog barks and the fox runs
over the hill"""
counts = {}
for line in text.split("\n"):
    for word in line.split():
        counts[word] = counts.get(word, 0) + 1
for word in sorted(counts, key=lambda w: (-counts[w], w)):
    print(f"{word:<6} {counts[word]:>2} {'#' * counts[word]}")
letters = {}
for char in text:
    if char.isalpha():
        letters.setdefault(char, []).append(char)
print(sorted([(len(v), k) for k, v in letters.items()], reverse=True)[:5])
print(len(text), len(text.split()), len(text.splitlines()))
