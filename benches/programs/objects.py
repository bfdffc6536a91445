# Attributes and methods, inheritance, special methods.
class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def scaled(self, factor):
        return Vector(self.x * factor, self.y * factor)


class Body:
    count = 0

    def __init__(self, position, velocity):
        self.position = position
        self.velocity = velocity
        Body.count += 1

    def step(self):
        self.position = self.position + self.velocity
        self.bounce()

    def bounce(self):
        if self.position.x > 100 or self.position.x < 0:
            self.velocity.x = -self.velocity.x
        if self.position.y > 100 or self.position.y < 0:
            self.velocity.y = -self.velocity.y


class Heavy(Body):
    def step(self):
        super().step()
        self.velocity.y -= 1


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def linked_sum(size):
    head = None
    for i in range(size):
        head = Node(i, head)
    total = 0
    while head is not None:
        total += head.value
        head = head.next
    return total


bodies = []
for i in range(20):
    make = Heavy if i % 4 == 0 else Body
    bodies.append(make(Vector(i * 5, 100 - i * 3), Vector(i % 7 - 3, i % 5 - 2)))
for _ in range(3000):
    for body in bodies:
        body.step()
print(Body.count, sum([body.position.x for body in bodies]), bodies[1].position == bodies[1].position.scaled(1))
print(sum([linked_sum(1000) for _ in range(60)]))
