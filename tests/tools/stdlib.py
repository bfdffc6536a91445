"""The side of `tests/node/stdlib.test.mjs` that runs inside Pyodide.

That CPython is a 32-bit build, where hashes are smaller: sets iterate in another order and are compared as sets.
"""
import marshal
import re
import sys
import warnings
import zipfile
from pathlib import Path

from texts import compare_codes, compiled, first_difference, mask, text

FOLDER = Path("/stdlib")

warnings.simplefilter("ignore")
sys.setrecursionlimit(5_000)


def sources(share, shares):
    """Unpacks the standard library; the names of one share of its files, the largest first."""
    archive = next(path for path in sys.path if path.endswith(".zip"))
    with zipfile.ZipFile(archive) as library:
        entries = [entry for entry in library.infolist() if entry.filename.endswith(".py")]
        entries.sort(key=lambda entry: entry.file_size, reverse=True)
        mine = entries[share::shares]
        library.extractall(FOLDER, mine)
    return [str(FOLDER / entry.filename) for entry in mine]


def listing_in_order(listing):
    """A listing in which the members of sets are sorted."""
    def in_order(found):
        return "frozenset({" + ", ".join(sorted(found[1].split(", "))) + "})"
    return re.sub(r"frozenset\(\{(.*?)\}\)", in_order, listing)


def symbols_in_order(tables):
    """Symbol tables whose symbols are sorted: free variables are added from a set."""
    blocks = (table.split("\n") for table in tables.split("\n\n"))
    return "\n\n".join("\n".join([head, *sorted(symbols)]) for head, *symbols in blocks)


IN_ORDER = {"dis": listing_in_order, "symtable": symbols_in_order}


def text_difference(stage, name, accepted, ours):
    its_accepted, its = text(stage, name, Path(name).read_bytes())
    if stage in IN_ORDER:
        ours, its = IN_ORDER[stage](mask(ours)), IN_ORDER[stage](its)
    if not its_accepted:
        ours = ours.removesuffix("\n").rsplit("\n", 1)[-1]
    if accepted != its_accepted:
        return f"CPython: {its[:200] if not its_accepted else 'accepts it'}\n    ours: {ours[:200]}"
    return "" if ours == its else first_difference(ours, its)


def code_difference(name, ours, optimize):
    return compare_codes(marshal.loads(ours), compiled(name, Path(name).read_bytes(), optimize), ordered=False)
