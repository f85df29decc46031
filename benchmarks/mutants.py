"""Change one thing in the code at a time and see whether a test notices.

    python benchmarks/mutants.py [--count 300] [--seed 1] [--only PACKAGE] [--out FILE.csv]

Cosmic Ray's operators make the changes (a comparison, a sum, a number, a condition, a loop, an
exception that is caught); a seeded sample of them is tried, each in a copy of the project, by the
test files named for the package in `TESTS`, the quickest first, until one fails.  A change that no
test notices survives and is printed with its line; so does the share that was noticed.

A run that takes `PATIENCE` times as long as the sound code counts as noticed: nobody would let it
pass.  Changes to what only a type checker reads are not made.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from cosmic_ray.ast import Visitor, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 8
TOO_LONG = "too long"
LEAST_SECONDS = 120.0

SOURCES = {
    "crs": ("zzmap/crs",),
    "io": ("zzmap/io",),
    "names": ("zzmap/names.py", "zzmap/_name_rules.py", "zzmap/_name_terms.py",
              "zzmap/_short_names.py", "zzmap/_group_names.py"),
    "query": ("zzmap/query.py",),
    "parks": ("zzmap/parks",),
    "corridor": ("zzmap/corridor.py",),
    "join": ("zzmap/join",),
    "extract": ("zzmap/extract",),
}  # fmt: skip
TESTS = {
    "crs": ("test_crs.py", "test_crs_detect.py", "test_gauss.py", "test_datum_suspicion.py",
            "formats/test_trust.py", "test_convert.py"),
    "io": ("formats", "test_writing.py", "test_output_safety.py", "test_streams.py",
           "test_locate.py", "test_convert.py", "extract/test_reading.py"),
    "names": ("test_names.py", "test_words.py", "test_query.py", "test_questions.py"),
    "query": ("test_query.py", "test_questions.py", "test_question_vectors.py"),
    "parks": ("test_parks_checks.py", "test_parks_store.py", "test_parks_machine.py",
              "test_intricate.py", "test_edits_elsewhere.py", "test_parks_cli.py"),
    "corridor": ("test_corridor.py", "test_layers.py"),
    "join": ("test_join.py", "test_join_registry.py", "test_tables.py"),
    "extract": ("extract", "test_extract_draft.py", "test_apply.py"),
}  # fmt: skip
OPERATORS = (
    "AddNot", "ReplaceAndWithOr", "ReplaceOrWithAnd", "NumberReplacer", "ExceptionReplacer",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue", "ZeroIterationForLoop", "ReplaceUnaryOperator_USub_UAdd",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE", "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_Lt_GtE", "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBinaryOperator_Mul_Div", "ReplaceBinaryOperator_Div_Mul",
    "ReplaceBinaryOperator_FloorDiv_Mul", "ReplaceBinaryOperator_Mod_Mul",
    "ReplaceBinaryOperator_Pow_Mul",
)  # fmt: skip


class Mutant(NamedTuple):
    """One change: what of which file, by which operator, the how-manieth of its kind there."""

    package: str
    path: str
    operator: str
    occurrence: int
    line: int


class Verdict(NamedTuple):
    """The change as a line of code, and the test that noticed and how, '' if none did."""

    mutant: Mutant
    before: str
    after: str
    noticed_by: str
    seconds: float


class _Positions(Visitor):
    """Collects the lines at which an operator can act."""

    def __init__(self, operator: object) -> None:
        self.operator = operator
        self.lines: list[int] = []

    def visit(self, node: object) -> object:
        found = self.operator.mutation_positions(node)  # type: ignore[attr-defined]
        self.lines += [start[0] for start, _ in found]
        return node


def mutants(package: str) -> Iterator[Mutant]:
    """Every change that can be made to a package."""
    for source in SOURCES[package]:
        for path in sorted((ROOT / source).rglob("*.py")) or [ROOT / source]:
            tree = get_ast(path.read_text("utf-8"))
            for name in OPERATORS:
                positions = _Positions(get_operator(f"core/{name}")())
                positions.walk(tree)
                for occurrence, line in enumerate(positions.lines):
                    yield Mutant(package, path.relative_to(ROOT).as_posix(), name, occurrence, line)


def changed(mutant: Mutant) -> str | None:
    """Return the file's text with the change; None where the operator would not act."""
    text = (ROOT / mutant.path).read_text("utf-8")
    operator = get_operator(f"core/{mutant.operator}")()
    made: str | None = MutationVisitor.mutate_code(text, operator, mutant.occurrence)
    return None if made == text else made


def sample(count: int, seed: int, packages: list[str]) -> list[Mutant]:
    """Draw changes evenly over lines: a line with many operators is no more likely than another."""
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for package in packages:
        for mutant in mutants(package):
            by_line.setdefault((mutant.path, mutant.line), []).append(mutant)
    dice = random.Random(seed)
    lines = sorted(by_line)
    drawn = dice.sample(lines, min(count, len(lines)))
    return [dice.choice(by_line[line]) for line in drawn]


def files(package: str) -> list[str]:
    """The test files of a package; a folder stands for those in it."""
    tests = ROOT / "tests"
    return [
        path.relative_to(tests).as_posix()
        for name in TESTS[package]
        for path in sorted((tests / name).glob("test_*.py")) or [tests / name]
    ]


def project(folder: Path) -> Path:
    """Copy what git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def fails(copy: Path, test: str, seconds: float) -> str:
    """Run one test file in a copy: "" where it passes, else what it printed or TOO_LONG."""
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"tests/{test}"]
    variables = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            words, cwd=copy, env=variables, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return TOO_LONG
    return "" if done.returncode in (0, 5) else done.stdout.decode("utf-8", "replace") or "failed"


def timed(copy: Path, tests: set[str]) -> dict[str, float]:
    """Return the seconds of each test on sound code; a test that fails there judges nothing."""
    seconds = {}
    for test in sorted(tests):
        start = time.monotonic()
        if said := fails(copy, test, 3600):
            print(said[-3000:], file=sys.stderr)
            raise SystemExit(f"tests/{test} fails on the code as it is, and can judge nothing")
        seconds[test] = time.monotonic() - start
    return seconds


def judge(copy: Path, mutant: Mutant, seconds: dict[str, float]) -> Verdict | None:
    """Make the change, ask the tests, take it back."""
    text = changed(mutant)
    if text is None:
        return None
    sound = (ROOT / mutant.path).read_text("utf-8")
    pairs = zip(sound.splitlines(), text.splitlines(), strict=False)
    before, after = next(((a, b) for a, b in pairs if a != b), ("", ""))
    start, noticed = time.monotonic(), ""
    (copy / mutant.path).write_text(text, "utf-8")
    try:
        for test in sorted(files(mutant.package), key=seconds.__getitem__):
            if how := fails(copy, test, max(LEAST_SECONDS, PATIENCE * seconds[test])):
                noticed = f"{test}: {TOO_LONG}" if how == TOO_LONG else test
                break
    finally:
        (copy / mutant.path).write_text(sound, "utf-8")
    return Verdict(mutant, before.strip(), after.strip(), noticed, time.monotonic() - start)


def run(drawn: list[Mutant], jobs: int) -> Iterator[Verdict]:
    """Judge the changes, `jobs` beside each other, each in a copy of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copies.put(project(Path(folder) / str(number)))
        first = copies.get()
        seconds = timed(first, {test for mutant in drawn for test in files(mutant.package)})
        copies.put(first)

        def one(mutant: Mutant) -> Verdict | None:
            copy = copies.get()
            try:
                return judge(copy, mutant, seconds)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(jobs) as pool:
            yield from filter(None, pool.map(one, drawn))


def told(verdicts: list[Verdict]) -> Iterator[str]:
    """Say what was noticed, by package and in all."""
    tried = Counter(verdict.mutant.package for verdict in verdicts)
    noticed = Counter(verdict.mutant.package for verdict in verdicts if verdict.noticed_by)
    for package in sorted(tried):
        yield f"{package}: {noticed[package]} of {tried[package]} noticed"
    slow = sum(verdict.noticed_by.endswith(TOO_LONG) for verdict in verdicts)
    share = noticed.total() / tried.total()
    yield f"{noticed.total()} of {tried.total()} noticed: {share:.1%}, {slow} of them by the clock"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=SOURCES, action="append")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=Path(os.devnull))
    options = parser.parse_args()
    drawn = sample(options.count, options.seed, options.only or list(SOURCES))
    verdicts = []
    with options.out.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow([*Mutant._fields, *Verdict._fields[1:]])
        for verdict in run(drawn, options.jobs):
            verdicts.append(verdict)
            table.writerow([*verdict.mutant, *verdict[1:]])
            stream.flush()
            if not verdict.noticed_by:
                where = f"{verdict.mutant.path}:{verdict.mutant.line}"
                print(f"{where} {verdict.mutant.operator}", flush=True)
                print(f"    {verdict.before}\n    {verdict.after}", flush=True)
    print(*told(verdicts), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
