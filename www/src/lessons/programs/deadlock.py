import threading
import time

left = threading.Lock()
right = threading.Lock()

def one():
    with left:
        time.sleep(0.01)
        print("one wants right")
        with right:
            print("one has both")

def two():
    with right:
        time.sleep(0.01)
        print("two wants left")
        with left:
            print("two has both")

threads = [threading.Thread(target=one), threading.Thread(target=two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
