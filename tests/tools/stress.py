"""Writes what the reference CPython says of the stress programs: accepted, or the class and text of the error.

    python3.14 tests/tools/stress.py        (`cargo xtask goldens --python PATH` runs it)

`tests/stress/cases.json` describes each program as a piece of source repeated very often; `expand` is repeated in
`tests/harness/stress.rs` and `benches/stress.mjs`. One line per program and variant in `tests/stress/expected.txt`.
"""
import json
import warnings
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parent.parent / "stress"


def piece(text, level):
    return text.replace("{indent}", " " * level).replace("{i}", str(level))


def expand(case, count):
    """The programs of a case: as described, and broken in three ways."""
    before, middle, after = case["before"], piece(case["middle"], count), case["after"]
    opening = "".join(piece(case["open"], level) for level in range(count))
    closing = "".join(piece(case["close"], level) for level in reversed(range(count)))
    yield "whole", before + opening + middle + closing + after
    yield "cut", before + opening
    line_end = "\n" if middle.endswith("\n") else ""
    yield "juxtaposed", before + opening + middle.removesuffix("\n") + " 1 1" + line_end + closing + after
    yield "unmatched", before + opening + middle + closing + piece(case["close"], 0).strip() + ")" + after


def verdict(source):
    try:
        compile(source, "stress.py", "exec", dont_inherit=True)
    except (SyntaxError, MemoryError, RecursionError, OverflowError) as error:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        return f"{type(error).__name__}: {message}"
    return "accepted"


def main():
    warnings.simplefilter("ignore")
    lines = []
    for case in json.loads((DIRECTORY / "cases.json").read_text()):
        for count in case["counts"]:
            for variant, source in expand(case, count):
                lines.append(f"{case['name']} x {count} {variant} | {verdict(source)}\n")
    (DIRECTORY / "expected.txt").write_text("".join(lines))


if __name__ == "__main__":
    main()
