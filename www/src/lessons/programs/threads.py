import threading
import time

def count(name, limit):
    total = 0
    for n in range(limit):
        total += n
    print(name, "counted to", total)

def sleep():
    print("sleeping")
    time.sleep(0.02)
    print("awake")

workers = [
    threading.Thread(target=count, args=("A", 40000)),
    threading.Thread(target=count, args=("B", 40000)),
    threading.Thread(target=sleep),
]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("all joined")
