# Importing native modules in every form.
import math
import sys as system
from math import pi, sqrt as root
from time import sleep, monotonic
import gc, threading

print(math.floor(2.7), math.ceil(2.1), math.sqrt(16), root(2), round(pi, 5), round(math.e, 5))
print(math.gcd(12, 18), math.factorial(10), math.isclose(0.1 + 0.2, 0.3), math.inf, math.pow(2, 10), math.trunc(-2.7))
print(round(math.sin(1), 10), round(math.cos(1), 10), math.hypot(3, 4), math.log2(8), math.log10(1000), math.isqrt(17))
print(math.__name__, type(math).__name__, callable(root), root is math.sqrt)
print(system.version_info[:3], system.maxsize, system.argv[1:], system.byteorder)
try:
    import no_such_module
except ModuleNotFoundError as error:
    print(error, isinstance(error, ImportError), error.name)
try:
    from math import nothing
except ImportError as error:
    print(str(error).split(" (")[0])
try:
    math.nothing
except AttributeError as error:
    print(error)


def local_import():
    import math as m
    return m is math


print(local_import(), "math" in system.modules, gc.isenabled(), threading.current_thread().name)
try:
    math.sqrt(-1)
except ValueError as error:
    print(error)
print(__name__, sleep(0), type(monotonic()).__name__)
sleep = None
