# Two threads count; the lock keeps the sum right.
import threading

total = 0
lock = threading.Lock()


def work(times):
    global total
    for _ in range(times):
        with lock:
            total += 1


threads = [threading.Thread(target=work, args=(200,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total, [thread.is_alive() for thread in threads])
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(blocking=False))
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)
