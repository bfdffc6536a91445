# print's own parameters.
import sys

print()
print("a", "b", sep="-")
print("a", "b", sep="", end="|")
print("c", end="\n\n")
print(*[1, 2, 3], sep=", ")
print("x", 1, None, True, [1], {"a": 2}, 3.5, ("t",))
print("tab\tnew\\n", 'quote"', sep="\n")
print("to stdout", file=sys.stdout)
print("to stderr", file=sys.stderr)
print("a", sep=None, end=None)
sys.stdout.write("written\n")
print("é中😀", flush=True)
print("multi\nline", end="")
print()
print("no newline at the end", end="")
