# Enough allocations start a collection by themselves.
import gc

died = 0


class Node:
    def __init__(self):
        self.me = self

    def __del__(self):
        global died
        died += 1


gc.collect()
gc.set_threshold(100, 10, 10)
for i in range(1000):
    Node()
print(died > 800)
gc.disable()
died = 0
for i in range(500):
    Node()
print(died)
gc.collect()
print(died >= 500)
