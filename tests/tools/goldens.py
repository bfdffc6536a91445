"""Writes what the reference CPython makes of every test program.

    python3.14 tests/tools/goldens.py [--check] [FILTER ...]

`cargo xtask goldens --python PATH` runs it. It needs CPython 3.14.8. For every `cases/<feature>/<name>.py` it writes
`cases/<feature>/<name>.expected/`:

    tokens    one token a line: place, exact type, text (the columns of `python -m tokenize -e`, unpadded)
    ast       `ast.dump(include_attributes=True)`, positions shortened, one line per statement (see `fold_ast`)
    symtable  `python -m symtable`
    code      every field of every code object (see `dump_code`)
    dis       `python -m dis`, addresses masked; only where it is shorter than DIS_LIMIT
    out, err, status    what the program prints and returns; absent when empty or zero

and for every `bad/<origin>/<name>.py` a `<name>.err`: one line `Type line:column-line:column message`, then CPython's
stderr.
For every `warned/<name>.py`, `<name>.err` holds the warnings of `compile()`.
A path in the expected text is relative to `tests/`; `<name>.stdin` beside a program is its standard input.
`--check` writes nothing and fails if anything would change.
"""
import ast
import contextlib
import dis
import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
import warnings
from pathlib import Path

from _testinternalcapi import get_co_localskinds

ROOT = Path(__file__).resolve().parent.parent
VERSION = (3, 14, 8)
DIS_LIMIT = 10_000
HEX_PER_LINE = 32
ENV = {
    "PATH": os.defpath,
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
}

def own_command():
    """How this interpreter was started: a wrapper may run it through a loader, so `sys.executable` is not enough."""
    try:
        command = Path("/proc/self/cmdline").read_bytes().decode().split("\0")
        return command[:command.index(sys.argv[0])]
    except (OSError, ValueError):
        return [sys.executable]


PYTHON = own_command()
STATEMENTS = [kind.__name__ for kind in ast.stmt.__subclasses__()]
SPAN = re.compile(r"(\(|, )lineno=(\d+), col_offset=(\d+), end_lineno=(\d+), end_col_offset=(\d+)\)")
STATEMENT_START = re.compile(r"(\[|, )(" + "|".join(sorted(STATEMENTS)) + r")\(")


def dump_tokens(path):
    """The columns of `python -m tokenize -e`, without their padding."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            (row, column), (end_row, end_column) = token.start, token.end
            name = tokenize.tok_name[token.exact_type]
            yield f"{row},{column}-{end_row},{end_column}: {name} {token.string!r}"


def fold_ast(dump):
    """Shortens positions to `@line:column-line:column)` and starts a line at each statement.

    A plain text substitution, which the harness applies to its own dump too.
    """
    dump = SPAN.sub(r"\1@\2:\3-\4:\5)", dump)
    return STATEMENT_START.sub(r"\1\n\2(", dump)


def quote(text):
    """Text between double quotes; what is not printable ASCII becomes `\\u{hex}`."""
    def escape(char):
        if char in '"\\':
            return "\\" + char
        return char if " " <= char <= "~" else f"\\u{{{ord(char):x}}}"
    return '"' + "".join(map(escape, text)) + '"'


def dump_constant(value):
    """A constant with its type; floats as their IEEE 754 bits, frozensets in iteration order."""
    match value:
        case None | True | False | EllipsisType():
            return repr(value)
        case int():
            return f"int {value}"
        case float():
            return f"float {bits(value)}"
        case complex():
            return f"complex {bits(value.real)} {bits(value.imag)}"
        case str():
            return f"str {quote(value)}"
        case bytes():
            return f"bytes {value.hex()}"
        case tuple():
            return f"tuple({', '.join(map(dump_constant, value))})"
        case frozenset():
            return f"frozenset({', '.join(map(dump_constant, value))})"
        case slice():
            return f"slice({', '.join(map(dump_constant, (value.start, value.stop, value.step)))})"
        case CodeType():
            return f"code {value.co_qualname}"
    raise TypeError(f"no dump for the constant {value!r}")


EllipsisType = type(...)
CodeType = type(dump_tokens.__code__)


def bits(number):
    import struct
    return struct.pack(">d", number).hex()


def hex_lines(data):
    for start in range(0, len(data), HEX_PER_LINE):
        yield "  " + data[start:start + HEX_PER_LINE].hex()


def dump_code(code):
    """Every field of a code object, then the code objects among its constants, depth first."""
    yield f"code {code.co_qualname}"
    yield f" name {code.co_name}"
    yield f" filename {code.co_filename}"
    yield f" args {code.co_argcount} posonly {code.co_posonlyargcount} kwonly {code.co_kwonlyargcount}"
    yield f" flags {code.co_flags:#x} stacksize {code.co_stacksize} firstlineno {code.co_firstlineno}"
    yield " localsplus" + "".join(f" {name}:{kind:02x}" for name, kind in get_co_localskinds(code).items())
    yield " names" + "".join(f" {name}" for name in code.co_names)
    yield " consts"
    for value in code.co_consts:
        yield f"  {dump_constant(value)}"
    for field in ("code", "exceptiontable", "linetable"):
        yield f" {field}"
        yield from hex_lines(getattr(code, f"co_{field}"))
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield from dump_code(value)


def captured(function):
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        function()
    return stream.getvalue()


def dump_symtable(path):
    run = subprocess.run([*PYTHON, "-m", "symtable", path], cwd=ROOT, env=ENV, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def mask(text):
    """Without addresses; a main script's path is absolute in its tracebacks and is cut back to `tests/`."""
    return re.sub(r" at 0x[0-9a-f]+", " at 0x", text.replace(f"{ROOT}/", ""))


def run(path):
    stdin = path.with_suffix(".stdin")
    ran = subprocess.run(
        [*PYTHON, path.relative_to(ROOT)],
        cwd=ROOT,
        env=ENV,
        stdin=stdin.open() if stdin.exists() else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    ran.stdout, ran.stderr = mask(ran.stdout), mask(ran.stderr)
    return ran


def expect_case(path):
    """The expected text of each stage of one program, by file name."""
    name = str(path.relative_to(ROOT))
    source = path.read_bytes()
    code = compile(source, name, "exec", dont_inherit=True)
    listing = mask(captured(lambda: dis.dis(code)))
    ran = run(path)
    return {
        "tokens": "\n".join(dump_tokens(path)) + "\n",
        "ast": fold_ast(ast.dump(ast.parse(source), include_attributes=True)) + "\n",
        "symtable": dump_symtable(name),
        "code": "\n".join(dump_code(code)) + "\n",
        "dis": listing if len(listing) <= DIS_LIMIT else "",
        "out": ran.stdout,
        "err": ran.stderr,
        "status": f"{ran.returncode}\n" if ran.returncode else "",
    }


def expect_error(path):
    """The error CPython reports for a program it cannot compile."""
    name = str(path.relative_to(ROOT))
    try:
        compile(path.read_bytes(), name, "exec", dont_inherit=True)
    except SyntaxError as error:
        place = f"{error.lineno}:{error.offset}-{error.end_lineno}:{error.end_offset}"
        return f"{type(error).__name__} {place} {error.msg}\n{run(path).stderr}"
    raise AssertionError(f"{name} compiles")


def expect_warnings(path):
    """What compiling a program prints."""
    name = path.relative_to(ROOT)
    code = "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')"
    ran = subprocess.run([*PYTHON, "-c", code, name], cwd=ROOT, env=ENV, capture_output=True, text=True)
    assert ran.returncode == 0 and ran.stderr, f"{name}: {ran.stderr}"
    return ran.stderr


def expectations(filters):
    wanted = lambda path: not filters or any(text in str(path) for text in filters)
    for path in filter(wanted, sorted(ROOT.glob("cases/*/*.py"))):
        folder = path.with_suffix(".expected")
        for stage, text in expect_case(path).items():
            yield folder / stage, text
    for path in filter(wanted, sorted(ROOT.glob("bad/*/*.py"))):
        yield path.with_suffix(".err"), expect_error(path)
    for path in filter(wanted, sorted(ROOT.glob("warned/*.py"))):
        yield path.with_suffix(".err"), expect_warnings(path)


def update(path, text, check):
    """Makes the file hold the text (an empty text has no file). True if that changes anything."""
    old = path.read_text() if path.exists() else ""
    if old == text:
        return False
    print(path.relative_to(ROOT))
    if check:
        return True
    if text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    else:
        path.unlink()
    return True


def orphans():
    """Expected files whose program is gone."""
    yield from (p for p in ROOT.glob("cases/*/*.expected") if not p.with_suffix(".py").exists())
    yield from (p for p in ROOT.glob("bad/*/*.err") if not p.with_suffix(".py").exists())
    yield from (p for p in ROOT.glob("warned/*.err") if not p.with_suffix(".py").exists())


def main(arguments):
    if sys.version_info[:3] != VERSION:
        sys.exit(f"needs CPython {'.'.join(map(str, VERSION))}, this is {sys.version.split()[0]}")
    if os.environ.get("PYTHONHASHSEED") != "0":
        sys.exit(subprocess.run([*PYTHON, __file__, *arguments], env=ENV).returncode)
    os.chdir(ROOT)
    warnings.simplefilter("ignore")
    check = "--check" in arguments
    filters = [argument for argument in arguments if not argument.startswith("-")]
    changes = [update(path, text, check) for path, text in expectations(filters)]
    for path in [] if filters else orphans():
        print(f"{path.relative_to(ROOT)} (its program is gone)")
        changes.append(True)
        if not check:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(f"{len(changes)} expected files, {sum(changes)} {'differ' if check else 'changed'}")
    return 1 if check and any(changes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
