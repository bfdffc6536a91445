# sorted and list.sort with keys: order of calls, stability, reverse.
words = ["pear", "fig", "Apple", "kiwi", "banana", "date"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, reverse=True))
print(sorted(words, key=len, reverse=True))


def key(word):
    print("key", word)
    return len(word)


print(sorted(["ccc", "a", "bb"], key=key))
people = [("Ann", 30), ("Bob", 25), ("Cid", 30), ("Dan", 25)]
people.sort(key=lambda p: p[1])
print(people)
people.sort(key=lambda p: p[1], reverse=True)
print(people)
people.sort(key=lambda p: (-p[1], p[0]))
print(people)
print([1, 2].sort(), sorted({3: "c", 1: "a"}), sorted((2, 1)), sorted([2.5, 1, True]), sorted([[2], [1, 5], []]))


class Loud:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        print(self.n, "<", other.n)
        return self.n < other.n


print([x.n for x in sorted([Loud(3), Loud(1), Loud(2), Loud(0)])])
print([x.n for x in sorted([Loud(1), Loud(2), Loud(3)], reverse=True)])
values = [3, "a", 1]
try:
    values.sort()
except TypeError as error:
    print(error)
numbers = [5, 2, 4]


def nosy(n):
    return (n, len(numbers))


numbers.sort(key=nosy)
print(numbers)


def mutates(n):
    numbers.append(n)
    return n


try:
    numbers.sort(key=mutates)
except ValueError as error:
    print(error, numbers)


def fails(n):
    if n == 4:
        raise KeyError(n)
    return -n


try:
    numbers.sort(key=fails)
except KeyError as error:
    print(repr(error), numbers)
print(sorted([(i * 7919) % 101 for i in range(70)]))
print(sorted(range(40), key=lambda n: n % 7))
