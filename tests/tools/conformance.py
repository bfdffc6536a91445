"""Compares Ouroscope with the CPython that runs this, stage by stage, over CPython's whole library and test suite.

    python3.14 tests/tools/conformance.py WORKER [--stage STAGE ...] [--only TEXT ...] [--folder FOLDER] [--cache FILE]

`cargo xtask conformance --python PATH` builds WORKER (`crates/front/examples/batch.rs`) and runs it. Stages:

    tokens    `python -m tokenize -e`
    ast       `ast.dump(ast.parse(source), include_attributes=True)`
    symtable  `python -m symtable`
    code, code-O, code-OO   every field of every code object, our marshalled bytes loaded by this CPython
    dis       `python -m dis`, addresses masked
    unparse   `ast.unparse(ast.parse(source))`

A file that CPython refuses must be refused with CPython's message. EXCEPTIONS lists what may differ, with the reason.
Texts that CPython takes long to make are remembered in the cache by their digest.
"""
import argparse
import hashlib
import json
import marshal
import multiprocessing
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

from goldens import ENV, PYTHON, VERSION
from texts import codes, compare_codes, compiled, first_difference, mask, refusal, text

STAGES = ("tokens", "ast", "symtable", "code", "code-O", "code-OO", "dis", "unparse")
LEVELS = {"code": 0, "code-O": 1, "code-OO": 2}
# What the worker calls its stages.
OURS = {"tokens": "exact-tokens", "code": "pyc", "code-O": "pyc-O", "code-OO": "pyc-OO"}
PYC_HEADER_BYTES = 16
# What may differ: (stage, path below the library) -> why. Everything else must be equal.
IN_FILE = "`compile` of bytes has other words than `python FILE` for bytes that are no UTF-8; ours are those of the latter"
EXCEPTIONS = {(stage, "test/tokenizedata/badsyntax_pep3120.py"): IN_FILE for stage in STAGES if stage != "tokens"}
# Changes when the texts made here do, so that no old digest is believed.
CACHE_VERSION = 2


class Worker:
    """Our side: answers `(stage, filename, source)` with `(accepted, bytes)`."""

    def __init__(self, path):
        self.path = path
        self.process = None

    def ask(self, stage, name, source):
        if self.process is None:
            self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            self.process.stdin.write(f"{OURS.get(stage, stage)} {len(source)} {name}\n".encode() + source)
            self.process.stdin.flush()
            word, length = self.process.stdout.readline().split()
            return word == b"ok", self.process.stdout.read(int(length))
        except (OSError, ValueError):
            status = self.process.wait()
            self.process = None
            return False, f"CRASHED with status {status}\n".encode()


def encoded(text):
    return text.encode("utf-8", "surrogatepass")


def digest(data):
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Comparison:
    """What became of one stage of one file."""

    def __init__(self, verdict, detail="", codes=(0, 0), remember=None):
        self.verdict = verdict  # equal, different, refused
        self.detail = detail
        self.codes = codes      # code objects: equal, all
        self.remember = remember


def compare_text(stage, name, source):
    accepted, ours = WORKER.ask(stage, name, source)
    ours = ours.decode("utf-8", "surrogatepass")
    if stage == "dis":
        ours = mask(ours)
    key = digest(encoded(f"{CACHE_VERSION} {sys.version} {stage} {name} ") + source)
    mine = digest(encoded(f"{accepted} {ours}"))
    if CACHE.get(key) == mine:
        return Comparison("equal")
    its_accepted, its = text(stage, name, source)
    if stage == "dis" and ours != its and "frozenset(" in its:
        its = fresh(stage, name, b"").decode("utf-8", "surrogatepass")
    if not its_accepted:
        ours = ours.removesuffix("\n").rsplit("\n", 1)[-1]
    if (accepted, ours) == (its_accepted, its):
        return Comparison("equal", remember=(key, mine))
    if accepted != its_accepted:
        return Comparison("different" if accepted else "refused", f"CPython refuses it: {its}" if accepted else ours)
    return Comparison("different", first_difference(ours, its))


FRESH = """
import sys
folder, stage, name, level = sys.argv[1:]
code = compile(open(name, "rb").read(), name, "exec", dont_inherit=True, optimize=int(level))
sys.path.insert(0, folder)
import json, marshal, texts
if stage == "dis":
    answer = texts.listing(code)
else:
    answer = json.dumps(texts.compare_codes(marshal.loads(sys.stdin.buffer.read()), code))
sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))
"""


def fresh(stage, name, ours):
    """The answer of an interpreter that has just started: the strings interned before decide the order of sets."""
    level = str(LEVELS.get(stage, 0))
    command = [*PYTHON, "-c", FRESH, str(Path(__file__).parent), stage, name, level]
    return subprocess.run(command, env=ENV, input=ours, capture_output=True, check=True).stdout


def compare_code(stage, name, source):
    accepted, ours = WORKER.ask(stage, name, source)
    try:
        its = compiled(name, source, LEVELS[stage])
    except (SyntaxError, ValueError) as error:
        same = not accepted and ours.decode("utf-8", "replace").rstrip().endswith(refusal(error))
        return Comparison("equal" if same else "different", f"CPython refuses it: {refusal(error)}")
    if not accepted:
        return Comparison("refused", ours.decode("utf-8", "replace"), (0, sum(1 for _ in codes(its))))
    ours = ours[PYC_HEADER_BYTES:]
    difference, equal, total = compare_codes(marshal.loads(ours), its)
    if "order of a frozenset" in difference:
        difference, equal, total = json.loads(fresh(stage, name, ours))
    return Comparison("different" if difference else "equal", difference, (equal, total))


def compare(job):
    """All stages of one file; runs in a process of its own."""
    name, stages = job
    source = Path(name).read_bytes()
    return name, [(stage, (compare_code if stage in LEVELS else compare_text)(stage, name, source)) for stage in stages]


class Tally:
    def __init__(self):
        self.verdicts = {"equal": 0, "different": 0, "refused": 0}
        self.codes = [0, 0]

    def add(self, result):
        self.verdicts[result.verdict] += 1
        self.codes[0] += result.codes[0]
        self.codes[1] += result.codes[1]

    def __str__(self):
        text = "  ".join(f"{count:5} {verdict}" for verdict, count in self.verdicts.items())
        equal, total = self.codes
        return text + (f"   code objects: {equal} of {total} equal" if total else "")


def run(arguments):
    folder = Path(arguments.folder or os.path.dirname(os.__file__))
    paths = [path for path in folder.rglob("*.py") if path.is_file()]
    names = [str(path) for path in paths if all(part in str(path) for part in arguments.only)]
    names.sort(key=os.path.getsize, reverse=True)
    stages = arguments.stage or STAGES
    tallies = {stage: Tally() for stage in stages}
    failures = excused = 0
    remembered = dict(CACHE)
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for name, results in pool.imap_unordered(compare, [(name, stages) for name in names], chunksize=4):
            for stage, result in results:
                tallies[stage].add(result)
                if result.remember:
                    key, value = result.remember
                    remembered[key] = value
                if result.verdict == "equal":
                    continue
                short = str(Path(name).relative_to(folder))
                reason = EXCEPTIONS.get((stage, short))
                excused, failures = (excused + 1, failures) if reason else (excused, failures + 1)
                why = f" (excused: {reason})" if reason else ""
                print(f"{stage}: {short}: {result.verdict}{why}\n  {result.detail.strip()}", flush=True)
    print(f"\nCPython {sys.version.split()[0]}, {len(names)} files of {folder}")
    for stage, tally in tallies.items():
        print(f"{stage:9} {tally}")
    print(f"{failures} failures, {excused} excused")
    return remembered, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("worker")
    parser.add_argument("--stage", action="append", choices=STAGES)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--folder")
    parser.add_argument("--cache")
    arguments = parser.parse_args()
    if sys.version_info[:3] != VERSION:
        sys.exit(f"needs CPython {'.'.join(map(str, VERSION))}, this is {sys.version.split()[0]}")
    if os.environ.get("PYTHONHASHSEED") != "0":
        sys.exit(subprocess.run([*PYTHON, *sys.argv], env=ENV).returncode)
    global WORKER, CACHE
    WORKER, CACHE = Worker(os.path.abspath(arguments.worker)), {}
    if arguments.cache and os.path.exists(arguments.cache):
        CACHE = json.loads(Path(arguments.cache).read_text())
    warnings.simplefilter("ignore")
    # Deep chains are deep trees, which `ast.dump` and `symtable` walk by recursion.
    sys.setrecursionlimit(20_000)
    started = time.monotonic()
    remembered, failures = run(arguments)
    if arguments.cache:
        Path(arguments.cache).write_text(json.dumps(remembered))
    print(f"in {time.monotonic() - started:.0f} s")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
