# Threads, locks and sleeping together.
import threading, time
r = []
lock = threading.Lock()
def worker(n):
    for i in range(3):
        time.sleep(0.01 * n)
        with lock: r.append((n, i))
ts = [threading.Thread(target=worker, args=(n,)) for n in (1, 4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(r), r[0], r[-1])
def boom(): raise ValueError("in thread")
e = []
def safe():
    try: boom()
    except ValueError as x: e.append(str(x))
t = threading.Thread(target=safe); t.start(); t.join(); print(e, t.name, t.is_alive(), threading.active_count())
class Counter:
    def __init__(self): self.n = 0; self.l = threading.Lock()
    def add(self):
        for _ in range(1000):
            with self.l: self.n += 1
c = Counter(); ts = [threading.Thread(target=c.add) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(c.n)
rl = threading.Lock(); print(rl.acquire(), rl.acquire(False), rl.locked()); rl.release()
s = time.time(); time.sleep(0.05); print(0.04 < time.time() - s < 0.3, time.perf_counter() > 0)
