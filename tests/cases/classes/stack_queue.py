# Two data structures and a bracket checker.
class Stack:
    def __init__(self):
        self._items = []

    def push(self, item):
        self._items.append(item)
        return self

    def pop(self):
        return self._items.pop()

    def peek(self):
        return self._items[-1]

    def __bool__(self):
        return bool(self._items)

    def __len__(self):
        return len(self._items)


class Queue:
    def __init__(self):
        self.front, self.back = Stack(), Stack()

    def put(self, item):
        self.back.push(item)

    def get(self):
        if not self.front:
            while self.back:
                self.front.push(self.back.pop())
        return self.front.pop()


def balanced(text):
    pairs = {")": "(", "]": "[", "}": "{"}
    stack = Stack()
    for position, char in enumerate(text):
        if char in pairs.values():
            stack.push(char)
        elif char in pairs:
            if not stack or stack.pop() != pairs[char]:
                return f"unexpected {char!r} at {position}"
    return "unclosed" if stack else "ok"


for text in ("(a[b]{c})", "(]", "((", "", "a)b"):
    print(repr(text), balanced(text))
queue = Queue()
for n in range(3):
    queue.put(n)
print(queue.get(), queue.get())
queue.put(9)
print(queue.get(), queue.get())
print(len(Stack().push(1).push(2)), Stack().push(5).peek())
try:
    queue.get()
except IndexError as error:
    print(error)
