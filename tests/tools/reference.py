"""Writes tables of facts that the reference CPython knows about itself and its compiler.

    python3.14 tests/tools/reference.py

`cargo xtask goldens --python PATH` runs it. It needs CPython 3.14.8 and writes into `tests/reference/`:

    opcodes   one opcode a line: name, number, inline caches, flags, net stack effect for arguments 0-3 (fall through, jump)
    families  the specialised forms of each opcode (PEP 659): the opcode, then its forms
    folding   one expression a line, then the constants and the opcodes that `x = expression` compiles to

    stages    for the top level of some programs, the instruction sequence that code generation writes and the optimised one
    nodes     one kind of AST node a line, as `Python.asdl` declares it
    tree, tree_attributes    the tree of `every_node.py` as `ast.dump` indents it, without and with attributes

    sets.py   functions that search constant sets, and in `sets` the order of each set's members

and, because the compiler itself needs it, `src/compiler/assemble/interned.txt`: the strings that are interned when a
program starts, as far as the standard library's sources spell them.
"""
import ast
import dis
import opcode
import os
import random
import re
import subprocess
import types
import warnings
from pathlib import Path

import _opcode
import _opcode_metadata
import _testinternalcapi
from goldens import ENV, PYTHON

INTERNED = Path(__file__).resolve().parents[2] / "src/compiler/assemble/interned.txt"
# Interning gives back another object exactly if an equal string was interned before.
PROBE = "import sys; print(*[w for w in sys.stdin.read().split() if sys.intern(w) is not w])"
OUT = Path(__file__).resolve().parent.parent / "reference"
FLAGS = {
    "arg": _opcode.has_arg,
    "const": _opcode.has_const,
    "name": _opcode.has_name,
    "jump": _opcode.has_jump,
    "local": _opcode.has_local,
    "free": _opcode.has_free,
    "block": _opcode.has_exc,
}


def effect(number, argument, jump):
    takes = number >= _opcode_metadata.HAVE_ARGUMENT
    try:
        return str(_opcode.stack_effect(number, argument if takes else None, jump=jump))
    except ValueError:
        return "-"


def opcodes():
    everything = {**opcode.opmap, **_opcode_metadata._specialized_opmap}
    for name, number in sorted(everything.items(), key=lambda item: item[1]):
        flags = ",".join(flag for flag, has in FLAGS.items() if has(number)) or "-"
        caches = opcode._inline_cache_entries.get(name, 0)
        effects = [effect(number, argument, jump) for jump in (False, True) for argument in range(4)]
        yield " ".join([name, str(number), str(caches), flags, *effects])


def families():
    for base, forms in sorted(_opcode_metadata._specializations.items()):
        yield " ".join([base, *sorted(forms)])


INTS = ["0", "1", "2", "3", "7", "255", "256", "5", "1000", "2**63", "12345678901234567890123", "True", "False", "10**20"]
FLOATS = ["0.0", "-0.0", "1.0", "1.5", "-2.5", "1e308", "1e-308", "5e-324", "0.1", "3.7", "1e999", "1e22", "1e16"]
COMPLEX = ["1j", "2.5j", "(1+2j)", "(0.0-0j)", "(-0.0+1j)", "(3-4j)"]
SEQUENCES = ["'abc'", "''", "'é'", "'x'", "b'ab'", "b''", "(1,2,3)", "()", "(1,(2,3))", "('a',)", "None", "b'\\xff'", "'日本'"]
KEYS = ["1", "0", "-1", "0:2", "::2", "::-1", "5:", "-2:", "True", "10**30:", "2:0:-1", "1:10:3", "100", "-5:10**30:2", "1.0"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^"]


def atom(chance):
    kind = chance.random()
    return chance.choice(INTS if kind < 0.45 else FLOATS if kind < 0.65 else COMPLEX if kind < 0.75 else SEQUENCES)


def expression(chance, depth):
    if depth == 0:
        return atom(chance)
    kind = chance.random()
    if kind < 0.7:
        right = expression(chance, depth - 1) if chance.random() < 0.5 else atom(chance)
        return f"({expression(chance, depth - 1)} {chance.choice(OPERATORS)} {right})"
    if kind < 0.82:
        return chance.choice(["-", "+", "~", "not "]) + expression(chance, depth - 1)
    if kind < 0.92:
        return f"{chance.choice(SEQUENCES)}[{chance.choice(KEYS)}]"
    items = ",".join(chance.choice(INTS + FLOATS) for _ in range(chance.randint(1, 5)))
    return chance.choice(["[%s]", "{%s}", "1 in [%s]", "1 in {%s}", "(%s,)"]) % items


def folding():
    chance = random.Random(314)
    warnings.simplefilter("ignore")
    for _ in range(1200):
        text = expression(chance, chance.randint(1, 3))
        try:
            code = compile(f"x = {text}", "x", "exec")
        except SyntaxError:
            continue
        names = " ".join(instruction.opname for instruction in dis.get_instructions(code))
        yield f"{text}\t{code.co_consts!r}\t{names}"


def nodes():
    """The docstring of a node class is its declaration; that of an abstract class begins with a line of its own."""
    pending = [ast.AST]
    while pending:
        kind = pending.pop(0)
        pending += kind.__subclasses__()
        if re.fullmatch(rf"{kind.__name__}(\(.*\))?", kind.__doc__ or ""):
            yield kind.__doc__


def tree():
    yield ast.dump(EVERY_NODE, indent=2)


def tree_attributes():
    yield ast.dump(EVERY_NODE, indent=3, include_attributes=True)


def interned():
    words = set()
    for path in Path(os.__file__).parent.rglob("*.py"):
        words.update(re.findall("[A-Za-z0-9_]{2,}", path.read_text(encoding="utf-8", errors="ignore")))
    run = subprocess.run([*PYTHON, "-c", PROBE], input=" ".join(words), env=ENV, capture_output=True, text=True, check=True)
    return sorted(run.stdout.split())


WORDS = """red green blue apple banana cherry one two cat dog fish name age city alice bob foo bar baz hello world north yes no
on off start stop monday python rust key value item list set dict go get add put pop run open close read write left right true
false first last ab abc quit exit help error hello-x a_b Foo __init__ é y z""".split()


def sets():
    chance = random.Random(271)
    for number in range(80):
        pick = lambda: repr(chance.choice(WORDS)) if chance.random() < 0.8 else str(chance.randint(0, 300))
        yield f"def f{number}(x): return x in {{{', '.join(pick() for _ in range(chance.randint(3, 9)))}}}"
    yield "red = apple = hello = a_b = abc = 1"


def set_orders(program):
    show = "".join(f"print(*(c for c in f{n}.__code__.co_consts if type(c) is frozenset))\n" for n in range(80))
    run = subprocess.run([*PYTHON, "-c", program + show], env=ENV, capture_output=True, text=True, check=True)
    return run.stdout


CASES = Path(__file__).resolve().parent.parent / "cases"
STAGED = ["codegen", "comprehensions", "control", "exceptions"]
LOCALS = {"LOAD_FAST", "STORE_FAST", "LOAD_FAST_AND_CLEAR", "STORE_FAST_MAYBE_NULL", "DELETE_FAST"}


def sequence(title, instructions, consts):
    # The index of a folded constant depends on a cache that optimize_cfg, called alone, does not share with code generation.
    yield title
    for number, argument, *location in instructions:
        name = opcode_name(number)
        place = " ".join(map(str, location))
        value = " " + shown(consts[argument]) if name == "LOAD_CONST" else ""
        yield f"{name} {'-' if argument is None or value else argument} {place}{value}"


def shown(constant):
    return "code" if isinstance(constant, types.CodeType) else ascii(constant)


def opcode_name(number):
    return next(name for name, value in opcode.opmap.items() if value == number)


def stages():
    for folder in STAGED:
        for path in sorted((CASES / folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            written, metadata = _testinternalcapi.compiler_codegen(tree, "case.py", 0)
            instructions = written.get_instructions()
            consts = metadata["consts"]
            yield from sequence(f"codegen {folder}/{path.name}", instructions, consts)
            used = [argument for number, argument, *_ in instructions if opcode_name(number) in LOCALS]
            optimised = _testinternalcapi.optimize_cfg(written, consts, max(used, default=-1) + 1)
            yield from sequence(f"optimised {folder}/{path.name}", optimised.get_instructions(), consts)


OUT.mkdir(exist_ok=True)
PROGRAM = "\n".join(sets()) + "\n"
(OUT / "sets.py").write_text(PROGRAM, encoding="utf-8")
(OUT / "sets").write_text(set_orders(PROGRAM), encoding="utf-8")
EVERY_NODE = ast.parse((OUT / "every_node.py").read_text(encoding="utf-8"))
for table in (opcodes, families, folding, stages, nodes, tree, tree_attributes):
    (OUT / table.__name__).write_text("\n".join(table()) + "\n", encoding="utf-8")
INTERNED.write_text("\n".join(interned()) + "\n", encoding="utf-8")
