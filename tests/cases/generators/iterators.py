# __iter__ and __next__, and the old __getitem__ protocol.
class Countdown:
    def __init__(self, start):
        self.n = start

    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


for n in Countdown(3):
    print(n)
print(list(Countdown(2)), sum(Countdown(4)), max(Countdown(3)), 2 in Countdown(5))
a, b, c = Countdown(3)
print(a, b, c, [*Countdown(2)], tuple(Countdown(1)), sorted(Countdown(3)))


class Squares:
    def __getitem__(self, index):
        if index >= 4:
            raise IndexError(index)
        return index * index


print(list(Squares()), 9 in Squares(), 5 in Squares(), list(zip(Squares(), "abcdef")))


class Bag:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        for item in self.items:
            yield item


print(list(Bag(3, 1, 2)), sorted(Bag(3, 1, 2)), list(map(str, Bag(1, 2))), dict(Bag(("a", 1))))
it = iter([1, 2, 3])
print(next(it), list(it), next(it, None), list(it))
letters = iter("abc")
print(list(zip(letters, letters)))
for bad in (5, None):
    try:
        for _ in bad:
            pass
    except TypeError as error:
        print(error)


class NotIterator:
    def __iter__(self):
        return 5


try:
    iter(NotIterator())
except TypeError as error:
    print(error)
try:
    next([])
except TypeError as error:
    print(error)
print(list(iter(letters.__class__("x").__next__ if False else iter([1, 2, 0, 3]).__next__, 0)))
