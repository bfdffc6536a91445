# What happens to a generator nobody finishes.
def resource(name):
    print("open", name)
    try:
        yield name + " 1"
        yield name + " 2"
    finally:
        print("close", name)


for item in resource("loop"):
    print(item)
    break
print("after loop")
g = resource("deleted")
print(next(g))
del g
print("after del")
g = resource("never started")
del g
print("no close")
g = resource("rebound")
next(g)
g = None
print("end")


def use():
    g = resource("local")
    next(g)
    print("leaving")


use()
print("left")
