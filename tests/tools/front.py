"""Writes what the reference CPython makes of the snippets of the front end.

    python3.14 tests/tools/front.py

`cargo xtask goldens --python PATH` runs it. It needs CPython 3.14.8. A line of `front/<topic>.snippets` is a kind and a
Python literal, the source: text, or the bytes of a file. `#` starts a comment. Kinds:

    tokens    the tokens as `python -m tokenize -e` prints them, unpadded, or its error
    exec, eval, single, func_type
              `ast.dump(include_attributes=True)` in that mode, positions shortened, and `ast.unparse` of it

For every snippet `front/<topic>.expected` has the line again and what CPython makes of it: `refused` for what it does not
parse, as the errors have tests of their own.
"""
import ast
import contextlib
import io
import os
import re
import sys
import tempfile
import tokenize
import warnings
from pathlib import Path

from goldens import ROOT, VERSION, fold_ast

NAME = "snippet.py"


def tokens(source):
    """What `python -m tokenize -e snippet.py` prints, one space between the columns."""
    Path(NAME).write_bytes(source)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            tokenize._main(["-e", NAME])
        except SystemExit:
            return err.getvalue()
    return "".join(unpadded(line) + "\n" for line in out.getvalue().split("\n")[:-1])


def unpadded(line):
    place, kind, text = re.fullmatch(r"(\S+?:)\s*([A-Z_]+)\s*(.*?) *", line).groups()
    return f"{place} {kind} {text}"


def tree(source, mode):
    try:
        parsed = ast.parse(source, mode=mode)
    except (SyntaxError, ValueError):
        return "refused\n"
    return f"{fold_ast(ast.dump(parsed, include_attributes=True))}\n{ast.unparse(parsed)}\n"


def expected(line):
    kind, literal = line.split(None, 1)
    source = ast.literal_eval(literal)
    if isinstance(source, str):
        source = source.encode()
    return tokens(source) if kind == "tokens" else tree(source, kind)


def main():
    if sys.version_info[:3] != VERSION:
        sys.exit(f"needs CPython {'.'.join(map(str, VERSION))}, this is {sys.version.split()[0]}")
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for path in sorted(ROOT.glob("front/*.snippets")):
            lines = path.read_text().splitlines()
            lines = [line for line in lines if line and not line.startswith("#")]
            text = "".join(f">>> {line}\n{expected(line)}" for line in lines)
            path.with_suffix(".expected").write_text(text, newline="")


main()
