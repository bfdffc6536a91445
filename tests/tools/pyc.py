"""The `.pyc` that Ouroscope writes of every test program, run by the CPython that runs this, does what the source does.

    python3.14 tests/tools/pyc.py WORKER [--only TEXT ...]

`cargo xtask conformance --stage pyc` runs it. What the source does is in the program's expected files. A program that sees
a difference between running from source and from a `.pyc` (reference counts of constants, ...) must do with ours what it
does with CPython's own `.pyc`.
"""
import argparse
import os
import py_compile
import subprocess
import sys
import tempfile
from pathlib import Path

from conformance import Worker
from goldens import ENV, PYTHON, ROOT, mask
from texts import first_difference

PARTS = ("out", "err", "status")


def expected(program):
    """Standard output, errors and status of the source."""
    files = [program.with_suffix(".expected") / part for part in PARTS]
    return [file.read_text() if file.exists() else "" for file in files]


def outcome(program, pyc):
    stdin = program.with_suffix(".stdin")
    # A script finds the modules beside it.
    env = ENV | {"PYTHONPATH": str(program.parent)}
    given = stdin.read_text() if stdin.exists() else ""
    ran = subprocess.run([*PYTHON, pyc], cwd=ROOT, env=env, input=given, capture_output=True, text=True, timeout=60)
    return [mask(ran.stdout), mask(ran.stderr), f"{ran.returncode}\n" if ran.returncode else ""]


def check(program, worker, folder):
    """What is wrong with our `.pyc` of a program, or nothing; and whether its source was the measure."""
    accepted, pyc = worker.ask("pyc", str(program), program.read_bytes())
    if not accepted:
        return pyc.decode("utf-8", "replace"), True
    ours = folder / f"{program.stem}.pyc"
    ours.write_bytes(pyc)
    did, should = outcome(program, ours), expected(program)
    if did == should:
        return "", True
    py_compile.compile(str(program), cfile=str(ours), dfile=str(program), doraise=True)
    should = outcome(program, ours)
    for part, mine, its in zip(PARTS, did, should):
        if mine != its:
            return f"{part}: {first_difference(mine, its)}", False
    return "", False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("worker")
    parser.add_argument("--only", action="append", default=[])
    arguments = parser.parse_args()
    worker = Worker(os.path.abspath(arguments.worker))
    programs = sorted(ROOT.glob("cases/*/*.py"))
    programs = [program for program in programs if all(text in str(program) for text in arguments.only)]
    failures = from_source = 0
    with tempfile.TemporaryDirectory() as folder:
        for program in programs:
            problem, by_source = check(program, worker, Path(folder))
            from_source += by_source and not problem
            failures += bool(problem)
            if not by_source:
                print(f"pyc: {program.relative_to(ROOT)} tells its source from CPython's own .pyc")
            if problem:
                print(f"pyc: {program.relative_to(ROOT)}: {problem}")
    alike = len(programs) - failures
    print(f"pyc: {alike} of {len(programs)} programs do the same: {from_source} as their source, {alike - from_source} "
          f"as CPython's own .pyc")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
