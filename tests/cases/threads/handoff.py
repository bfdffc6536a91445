# Two threads take turns with two locks.
import threading

ping, pong = threading.Lock(), threading.Lock()
pong.acquire()
lines = []


def player(mine, theirs, word):
    for i in range(4):
        mine.acquire()
        lines.append(f"{word} {i}")
        theirs.release()


a = threading.Thread(target=player, args=(ping, pong, "ping"))
b = threading.Thread(target=player, kwargs={"mine": pong, "theirs": ping, "word": "pong"})
b.start()
a.start()
a.join()
b.join()
print(lines)
print(threading.active_count(), threading.current_thread() is threading.main_thread())
