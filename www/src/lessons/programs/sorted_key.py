def key(word):
    print("key of", word)
    return len(word)

words = ["pear", "fig", "banana", "kiwi"]
print(sorted(words, key=key))
print(sorted(words, key=key, reverse=True))
