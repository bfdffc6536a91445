# Grouping, inverting and nesting dicts.
words = ["apple", "avocado", "bean", "beet", "carrot", "apple"]
groups = {}
for word in words:
    if word[0] not in groups:
        groups[word[0]] = []
    groups[word[0]].append(word)
print(groups)
inverted = {}
for letter, members in groups.items():
    for member in members:
        inverted[member] = letter
print(inverted)
tree = {}
for path in ("a/b/c", "a/b/d", "a/e", "f"):
    node = tree
    for part in path.split("/"):
        node = node.setdefault(part, {})
print(tree)


def depth(node):
    return 1 + max([depth(child) for child in node.values()], default=0)


def show(node, level=0):
    for name, child in node.items():
        print("  " * level + name)
        show(child, level + 1)


print(depth(tree))
show(tree)
