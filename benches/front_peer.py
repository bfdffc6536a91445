"""The stages before the machine in CPython: `front.mjs` runs it natively (as a program, with the protocol of front.rs) and in
Pyodide (for `measure` alone)."""
import ast
import io
import sys
import time
import tokenize
import warnings

import _symtable

warnings.simplefilter("ignore")


def tokens(name, source):
    # A list keeps the tokens, as ours are kept.
    return list(tokenize.tokenize(io.BytesIO(source).readline))


def tree(name, source):
    return ast.parse(source, name)


def symbols(name, source):
    return _symtable.symtable(source, name, "exec")


def code(name, source):
    return compile(source, name, "exec", 0, True, 0)


STAGES = tokens, tree, symbols, code


def nanoseconds(stage, name, source):
    """The time of one call; what it made is dropped afterwards."""
    result = None
    started = time.perf_counter_ns()
    try:
        result = stage(name, source)
    except (SyntaxError, MemoryError, RecursionError, OverflowError, ValueError):
        pass
    return time.perf_counter_ns() - started


def measure(name, source, stages=STAGES):
    return [nanoseconds(stage, name, source) for stage in stages]


def main():
    with open(sys.argv[1]) as file:
        names = file.read().splitlines()
    stages = STAGES if sys.argv[2] == "all" else STAGES[3:]
    files = [(name, open(name, "rb").read()) for name in names]
    print(sys.version.split()[0], flush=True)
    for _ in sys.stdin:
        print(*(",".join(map(str, measure(name, source, stages))) for name, source in files), flush=True)


if __name__ == "__main__":
    main()
