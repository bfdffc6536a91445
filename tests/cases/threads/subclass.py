# A Thread with its own run, results kept on the object.
import threading
import time


class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.result = None

    def run(self):
        time.sleep(0.05 * self.n)
        self.result = sum(range(self.n * 100))


workers = [Worker(n) for n in (3, 1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print([w.result for w in workers])
w = Worker(1)
print(w.is_alive(), w.result)
w.start()
print(w.is_alive())
w.join()
print(w.is_alive(), w.result, w.join())
try:
    w.start()
except RuntimeError as error:
    print(error)
