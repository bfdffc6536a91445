"""The side of `tests/node/pyc.test.mjs` that runs inside Pyodide: runs a program from its source or from a `.pyc`."""
import contextlib
import gc
import io
import linecache
import marshal
import re
import sys
import traceback
from importlib.util import MAGIC_NUMBER

HEADER_BYTES = 16
THRESHOLDS = gc.get_threshold()


def run_pyc(pyc, inputs):
    if bytes(pyc[:4]) != MAGIC_NUMBER:
        raise ImportError("bad magic number")
    return outcome(marshal.loads(pyc[HEADER_BYTES:]), inputs)


def run_source(source, name, inputs):
    return outcome(compile(source, name, "exec", dont_inherit=True), inputs)


def outcome(code, inputs):
    """What a program writes, and the exception it ends with."""
    out = io.StringIO()
    linecache.clearcache()
    before, sys.stdin = sys.stdin, io.StringIO(inputs)
    gc.enable()
    gc.set_threshold(*THRESHOLDS)
    gc.collect()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            run(code)
    finally:
        sys.stdin = before
    return re.sub(r" at 0x[0-9a-f]+", " at 0x", out.getvalue())


def run(code):
    namespace = {"__name__": "__main__"}
    try:
        exec(code, namespace)
    except SystemExit as stop:
        print("exit", stop.code)
    except BaseException:
        traceback.print_exc(file=sys.stdout)
    namespace.clear()
