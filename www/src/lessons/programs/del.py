class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("freed:", self.name)

def work():
    first = Noisy("first")
    second = Noisy("second")
    print("leaving work")

work()
box = [Noisy("in the box")]
box = None
kept = Noisy("kept")
kept = Noisy("its successor")
print("end of the program")
