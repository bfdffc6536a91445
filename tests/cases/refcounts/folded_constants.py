# Constants the parser made are held by the syntax tree too while the main module runs; folded ones are not.
import sys

for thing in ([], {}, (1, []), "a b", 10**10, 1.5, 10000000000, 2.5 * 2, "c d" * 2, -7.5, -1000):
    print(repr(thing), sys.getrefcount(thing))


def function():
    return "e f", 3.5, 5000 * 5000, 123456


print([sys.getrefcount(constant) for constant in function()])
