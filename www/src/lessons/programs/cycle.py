import gc

class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("bye", self.name)

left = Node("left")
right = Node("right")
left.other = right
right.other = left

del left, right
print("no name is left, yet both are alive")
print("collected:", gc.collect())
