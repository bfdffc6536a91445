# Sleeping threads finish in the order of their sleeps.
import threading
import time

log = []


def sleeper(name, seconds):
    log.append("start " + name)
    time.sleep(seconds)
    log.append("end " + name)


threads = []
for name, seconds in (("slow", 0.3), ("fast", 0.1), ("middle", 0.2)):
    thread = threading.Thread(target=sleeper, args=(name, seconds), name=name)
    threads.append(thread)
for thread in threads:
    thread.start()
log.append("all started")
for thread in threads:
    thread.join()
    log.append("joined " + thread.name)
for line in log:
    print(line)
