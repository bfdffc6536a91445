"""Compares what Ouroscope and this CPython say of mutants: accepted or refused, and with which error.

    python3.14 tests/tools/fuzz.py SAMPLE DIFFERENCES     (`cargo xtask fuzz --python PATH` runs it)

SAMPLE is what `fuzz LIST SEED sample COUNT` of crates/front/examples/fuzz writes. The mutants on whose acceptance the two do
not agree are written to the directory DIFFERENCES; there must be none.
"""
import collections
import sys
import warnings
from pathlib import Path

SHOWN = 25


def reference(source):
    """None, or class, message, line and column of the error."""
    try:
        compile(source, "fuzz.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return type(error).__name__, error.msg, error.lineno or 0, error.offset or 0
    except (ValueError, MemoryError, RecursionError, OverflowError) as error:
        return type(error).__name__, str(error), 0, 0
    return None


def ours(fields):
    if not fields:
        return None
    name, message, line, column = fields
    return name, bytes.fromhex(message).decode(), int(line), int(column)


def main():
    sample, differences = Path(sys.argv[1]), Path(sys.argv[2])
    warnings.simplefilter("ignore")
    total = accepted = refused = same_message = same_place = 0
    different, messages = [], collections.Counter()
    for number, line in enumerate(sample.open()):
        text, *fields = line.rstrip("\n").split("\t")
        source = bytes.fromhex(text)
        theirs, mine = reference(source), ours(fields)
        total += 1
        accepted += theirs is None
        if (theirs is None) != (mine is None):
            different.append((number, source, theirs, mine))
        elif theirs:
            refused += 1
            if theirs[:2] == mine[:2]:
                same_message += 1
                same_place += theirs == mine
            else:
                messages[theirs[1], mine[1]] += 1
    print(f"{total} mutants, {accepted} accepted by CPython; {len(different)} accept/reject differences")
    if refused:
        print(f"of {refused} refused by both: class and message equal {100 * same_message / refused:.1f} %, "
              f"place too {100 * same_place / refused:.1f} %")
    differences.mkdir(parents=True, exist_ok=True)
    for (theirs, mine), count in messages.most_common(SHOWN):
        print(f"{count:5} CPython {theirs!r}, ours {mine!r}")
    for number, source, theirs, mine in different:
        (differences / f"{number}.py").write_bytes(source)
    for number, source, theirs, mine in different[:SHOWN]:
        print(f"mutant {number}: CPython {theirs}, ours {mine}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
