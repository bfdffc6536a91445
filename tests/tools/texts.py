"""What CPython makes of a source, stage by stage, and how two code objects differ.

Used by `tests/tools/conformance.py` under a native CPython and by `tests/node/stdlib.test.mjs` inside Pyodide.
"""
import ast
import contextlib
import dis
import io
import marshal
import os
import re
import symtable
import tokenize
from types import CodeType

CONTEXT = 70
FIELDS = """co_name co_qualname co_filename co_firstlineno co_argcount co_posonlyargcount co_kwonlyargcount co_flags
co_stacksize co_names co_varnames co_cellvars co_freevars co_code co_exceptiontable co_linetable""".split()


class Refused(Exception):
    """CPython's words for why a tool has no answer."""


def tokens(name):
    """`python -m tokenize -e`"""
    lines = []
    try:
        # Its errors name the file it reads.
        with open(name, "rb") as file:
            for token in tokenize.tokenize(file.readline):
                place = "%d,%d-%d,%d:" % (token.start + token.end)
                lines.append("%-20s%-15s%-15r\n" % (place, tokenize.tok_name[token.exact_type], token.string))
    except tokenize.TokenError as error:
        message, (line, column) = error.args
        raise Refused(f"{name}:{line}:{column}: error: {message}")
    except IndentationError as error:
        line, column = error.args[1][1:3]
        raise Refused(f"{name}:{line}:{column}: error: {error.args[0]}")
    except SyntaxError as error:
        raise Refused(f"{name}: error: {error}")
    return "".join(lines)


def printed(function, *arguments):
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        function(*arguments)
    return stream.getvalue()


def mask(text):
    """Without addresses."""
    return re.sub(r" at 0x[0-9a-f]+", " at 0x", text)


def listing(code):
    return mask(printed(dis.dis, code))


def compiled(name, source, optimize=0):
    return compile(source, name, "exec", dont_inherit=True, optimize=optimize)


# The text of a stage; the file called `name` holds the source.
TEXTS = {
    "tokens": lambda name, source: tokens(name),
    "ast": lambda name, source: ast.dump(ast.parse(source, name), include_attributes=True),
    "symtable": lambda name, source: printed(symtable.main, [name]),
    "dis": lambda name, source: listing(compiled(name, source)),
    "unparse": lambda name, source: ast.unparse(ast.parse(source, name)),
}


def text(stage, name, source):
    """`(accepted, text)`; the text of a refusal is the last line of what the command prints."""
    try:
        return True, TEXTS[stage](name, source)
    except Refused as refused:
        return False, str(refused)
    except (SyntaxError, ValueError) as error:
        return False, refusal(error)


def refusal(error):
    return f"{type(error).__name__}: {getattr(error, 'msg', error)}"


def first_difference(ours, theirs):
    """Where two texts part, with what is around it."""
    same = len(os.path.commonprefix([ours, theirs]))
    line = theirs.count("\n", 0, same) + 1
    start = max(same - CONTEXT, 0)
    return f"line {line}\n    CPython: {theirs[start:same + CONTEXT]!r}\n    ours:    {ours[start:same + CONTEXT]!r}"


def codes(code):
    """A module's code object and those among its constants, each before the ones in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def constant_key(value, ordered):
    """Equal for equal constants of equal types; nested code objects are compared on their own."""
    match value:
        case CodeType():
            return "code", value.co_qualname
        case tuple():
            return "tuple", [constant_key(item, ordered) for item in value]
        case frozenset():
            members = [constant_key(item, ordered) for item in value]
            return "frozenset", members if ordered else sorted(members, key=repr)
        case slice():
            return "slice", [constant_key(item, ordered) for item in (value.start, value.stop, value.step)]
    # `repr` tells apart the zeros and the infinities of floats and complex numbers.
    return type(value).__name__, repr(value)


def constants(code, ordered):
    return repr([constant_key(value, ordered) for value in code.co_consts])


def rest(code):
    """Everything but the constants; the kinds of local variables are to be had in no other way."""
    return marshal.dumps(code.replace(co_consts=(), co_filename=""), 2)


def code_difference(ours, theirs, ordered):
    """The first difference between two code objects, or nothing. Unordered: sets may iterate in another order."""
    for field in FIELDS:
        mine, its = getattr(ours, field), getattr(theirs, field)
        if mine != its:
            return f"{theirs.co_qualname}: {field}\n    CPython: {its!r}\n    ours:    {mine!r}"
    mine, its = constants(ours, ordered), constants(theirs, ordered)
    if mine != its:
        only_order = constants(ours, False) == constants(theirs, False)
        what = "order of a frozenset" if only_order else "co_consts"
        return f"{theirs.co_qualname}: {what}, {first_difference(mine, its)}"
    if rest(ours) != rest(theirs):
        return f"{theirs.co_qualname}: kinds of local variables"
    return ""


def compare_codes(ours, theirs, ordered=True):
    """`(first difference or nothing, how many code objects are equal, how many there are)`"""
    ours, theirs = list(codes(ours)), list(codes(theirs))
    differences = [code_difference(mine, its, ordered) for mine, its in zip(ours, theirs)]
    if len(ours) != len(theirs):
        differences.append(f"{len(theirs)} code objects, ours {len(ours)}")
    found = [difference for difference in differences if difference]
    return (found or [""])[0], len(differences) - len(found), len(theirs)
