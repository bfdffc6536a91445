# SystemExit sets the status.
import sys


class T:
    def __del__(self):
        print("del at exit")


t = T()
try:
    sys.exit("message for stderr")
except SystemExit as error:
    print("caught", error.code)
try:
    sys.exit(3)
finally:
    print("cleanup")
