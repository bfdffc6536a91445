# Lock timeouts, join with a timeout, daemon flags.
import threading
import time

lock = threading.Lock()
lock.acquire()
print(lock.acquire(timeout=0.05), lock.acquire(False))


def release_later():
    time.sleep(0.1)
    print("releasing")
    lock.release()


t = threading.Thread(target=release_later, daemon=True)
print(t.daemon, t.is_alive())
t.start()
t.join(timeout=0.01)
print("alive after a short join", t.is_alive())
print("acquired", lock.acquire(timeout=2))
t.join()
print(t.is_alive())
start = time.monotonic()
time.sleep(0.02)
print(time.monotonic() - start >= 0.02)
