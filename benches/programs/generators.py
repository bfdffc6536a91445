# Generators: pipelines, tree walks, generator expressions.
def countdown(n):
    while n > 0:
        yield n
        n -= 1


def evens(numbers):
    for number in numbers:
        if number % 2 == 0:
            yield number


def squares(numbers):
    for number in numbers:
        yield number * number


class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left is not None:
            for value in self.left:
                yield value
        yield self.value
        if self.right is not None:
            for value in self.right:
                yield value


def build(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(build(low, middle), middle, build(middle + 1, high))


print(sum(squares(evens(countdown(250000)))))
print(sum(value * 2 for value in range(250000) if value % 3))
tree = build(0, 3000)
print(sum([sum(tree) for _ in range(6)]))
