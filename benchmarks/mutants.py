"""Change one thing in the code at a time and see whether a test notices.

    pip install -e '.[test,mutation]'
    python benchmarks/mutants.py [--count 300] [--seed 1] [--only PACKAGE] [--out FILE.csv]
    python benchmarks/mutants.py --again FILE.csv --out AGAIN.csv      # what survived there
    python benchmarks/mutants.py --again benchmarks/survivors.csv --out AGAIN.csv

Cosmic Ray's operators make the changes (a comparison, a sum, a number, a condition, a loop, an
exception that is caught); a seeded sample of them is tried, each in a copy of the project, by the
tests that run the changed line (`line_tests.py`) until one fails.  Of many, `MOST_TESTS` are asked
or fewer, `MOST_SECONDS` in all: the quickest, and one of each test function before a second of any.
A change that no test notices survives and is printed with its line; so does the share that was
noticed.  A change whose line no test runs survives at once.  What was judged is kept in the file
of `--out`: a run that was stopped goes on from there.

Each change has a process of its own, forked from one that has loaded the tests, where its function
gets the changed code; what no test notices there, and what is in no function, is asked about in one
that has loaded the libraries and nothing of zzmap.  A test that takes `PATIENCE` times the time of
the sound code, and `LEAST_SECONDS` more, of the processor runs without end: that counts as noticed,
and is told apart.  One that stands still without computing counts for nothing.  Tests that noticed
something are run on the sound code at the end; what noticed by failing there too is told, and
counts as survived.  Changes to what only a type checker reads are not made.  Needs a system that
forks.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import csv
import gc
import importlib
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from types import CodeType, FunctionType
from typing import IO, Any, NamedTuple

import pytest
from cosmic_ray.ast import Visitor, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator
from line_tests import LineTests, Traced, statement, traced

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 8
MOST_TESTS = 40
MOST_SECONDS = 60.0
FIRST_TESTS = 12
LEAST_SECONDS = 30.0
STANDS_STILL = 600.0
TOO_LONG, IMPORT = "runs without end", "it cannot be imported"
LIBRARIES = (
    "geopandas", "shapely", "pyproj", "fiona", "pyogrio", "hypothesis", "rapidfuzz", "openpyxl",
    "docx", "reportlab", "pypdfium2", "starlette.routing", "folium", "httpx",
)  # fmt: skip

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
            "formats/test_trust.py", "test_convert.py", "test_metric.py", "test_frames.py"),
    "io": ("formats", "test_writing.py", "test_output_safety.py", "test_streams.py",
           "test_locate.py", "test_convert.py", "extract/test_reading.py", "extract/test_lines.py",
           "extract/test_document_details.py", "extract/test_bad_documents.py"),
    "names": ("test_names.py", "test_words.py", "test_query.py", "test_questions.py"),
    "query": ("test_query.py", "test_questions.py", "test_question_vectors.py"),
    "parks": ("test_parks_checks.py", "test_parks_store.py", "test_parks_machine.py",
              "test_parks_intake.py", "test_intricate.py", "test_edits_elsewhere.py",
              "test_parks_cli.py", "formats/test_drawings.py"),
    "corridor": ("test_corridor.py", "test_layers.py"),
    "join": ("test_join.py", "test_join_positions.py", "test_join_layout.py",
             "test_join_registry.py", "test_tables.py"),
    "extract": ("extract", "test_extract_draft.py", "test_apply.py"),
}  # fmt: skip
OF_ALL = ("test_values.py", "test_doctests.py")
"""Test files that are of every package."""
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
    how: str
    tests: int
    seconds: float


PLAIN = frozenset(["name", "newline", "string", "fstring_string", "endmarker"])
"""Kinds of nodes at which no operator acts."""


class _Positions(Visitor):
    """Collects where operators can act, by operator."""

    def __init__(self) -> None:
        self.operators = {name: get_operator(f"core/{name}")() for name in OPERATORS}
        self.places: dict[str, list[tuple[int, int]]] = {name: [] for name in OPERATORS}

    def visit(self, node: Any) -> Any:
        if node.type not in PLAIN:
            for name, operator in self.operators.items():
                self.places[name] += [start for start, _ in operator.mutation_positions(node)]
        return node


def of_types(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where code begins and ends that only a type checker reads."""
    found: list[ast.expr | ast.stmt] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            found.append(node)
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            found.append(node.annotation)
        if isinstance(node, ast.FunctionDef) and node.returns:
            found.append(node.returns)
    return [
        ((one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0))
        for one in found
    ]


def mutants(package: str) -> Iterator[Mutant]:
    """Every change that can be made to a package."""
    for source in SOURCES[package]:
        for path in sorted((ROOT / source).rglob("*.py")) or [ROOT / source]:
            yield from mutants_of(package, path.relative_to(ROOT).as_posix())


@cache
def mutants_of(package: str, path: str) -> list[Mutant]:
    """Every change that can be made to a file."""
    text = (ROOT / path).read_text("utf-8")
    unread, positions = of_types(text), _Positions()
    positions.walk(get_ast(text))
    return [
        Mutant(package, path, name, occurrence, at[0])
        for name, places in positions.places.items()
        for occurrence, at in enumerate(places)
        if not any(start <= at < end for start, end in unread)
    ]


def changed(mutant: Mutant) -> str | None:
    """Return the file's text with the change; None where the operator would not act."""
    text = (ROOT / mutant.path).read_text("utf-8")
    operator = get_operator(f"core/{mutant.operator}")()
    try:
        made: str | None = MutationVisitor.mutate_code(text, operator, mutant.occurrence)
    except AttributeError:  # Cosmic Ray does not replace an exception with a dot in its name
        return None
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
        for name in (*TESTS[package], *OF_ALL)
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


def warm(copy: Path, tests: list[str]) -> None:
    """Compile a copy once: a change then costs what is changed, for nothing else is read anew."""
    compileall.compile_dir(copy / "zzmap", quiet=2)
    words = ["-q", "-p", "no:cacheprovider", "--collect-only", *(f"tests/{one}" for one in tests)]
    subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=copy, check=False, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(copy)},
    )  # fmt: skip


def put(path: Path, text: str) -> None:
    """Write a file of code, and forget what was compiled of it."""
    path.write_text(text, "utf-8")
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


class _Watch:
    """A part of pytest that writes down what failed, and lets no test compute without end."""

    def __init__(self, into: Path, seconds: dict[str, float]) -> None:
        self._into = into
        self._seconds = seconds

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        limit = LEAST_SECONDS + PATIENCE * self._seconds.get(nodeid, 10.0)
        signal.setitimer(signal.ITIMER_PROF, limit)  # its signal ends the process

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            how = getattr(crash, "message", str(report.longrepr))[:300]
            with self._into.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps([report.nodeid, how]) + "\n")


def start(
    copy: Path, tests: list[str], into: Path, seconds: dict[str, float], *options: str
) -> int:
    """Run tests in a process forked from this one, and return its number."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        os.setpgid(0, 0)
        status = _in_pytest(copy, [*options, *tests], [_Watch(into, seconds)])
    finally:
        os._exit(status)


def _in_pytest(copy: Path, words: list[str], plugins: list[object]) -> int:
    """Become the pytest of a copy, which says nothing."""
    os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True
    sys.path[:] = [str(copy), *(one for one in sys.path if one != str(ROOT))]
    os.chdir(copy)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return int(pytest.main(["-q", "-p", "no:cacheprovider", *words], plugins=plugins))


def ended(process: int, until: float) -> int | None:
    """Wait for a process: its status, or None if it was stopped at a time."""
    while time.monotonic() < until:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return None


def judge(copy: Path, mutant: Mutant, known: LineTests, most: int) -> Verdict | None:
    """Make the change, ask the tests, take it back."""
    text = changed(mutant)
    if text is None:
        return None
    sound = (ROOT / mutant.path).read_text("utf-8")
    started, noticed, how = time.monotonic(), "", ""
    tests = asked(known, mutant, most)
    if tests:
        put(copy / mutant.path, text)
        for some in filter(None, in_turn(tests)):
            noticed, how = _noticed(copy, some, known.seconds)
            if noticed:
                break
        put(copy / mutant.path, sound)
        if noticed == IMPORT and _noticed(copy, tests, known.seconds, "--collect-only")[0]:
            noticed = ""  # it is not the change that keeps the tests from starting
    took = round(time.monotonic() - started, 1)
    return Verdict(mutant, *difference(sound, text), noticed, how, len(tests), took)


def difference(sound: str, text: str) -> tuple[str, str]:
    """Return the first line that differs, before and after."""
    pairs = zip(sound.splitlines(), text.splitlines(), strict=False)
    before, after = next(((a, b) for a, b in pairs if a != b), ("", ""))
    return before.strip(), after.strip()


def asked(known: LineTests, mutant: Mutant, most: int) -> list[str]:
    """Choose among the tests that run a line, and behind them those that run its file.

    A child that is ended before it is done tells no lines, so those of the file are asked too.
    Of each test function its quickest comes first.
    """
    order: dict[str, None] = {}
    for tests in (known.of(mutant.path, mutant.line), known.of_file(mutant.path)):
        turn: Counter[str] = Counter()
        ranked = []
        for test in tests:
            function = test.partition("[")[0]
            turn[function] += 1
            ranked.append((turn[function], known.seconds[test], test))
        order |= dict.fromkeys(test for _, _, test in sorted(ranked))
    chosen, left = [], MOST_SECONDS * most / MOST_TESTS
    for test in list(order)[:most]:
        left -= known.seconds[test]
        if left > 0 or not chosen:
            chosen.append(test)
    return sorted(chosen, key=lambda test: known.seconds[test])


def in_turn(tests: list[str]) -> tuple[list[str], list[str]]:
    """Return what to ask first, the quickest of two files, and the others: most end there."""
    home = [test.partition("::")[0] for test in tests]
    two = list(dict.fromkeys(home))[:2]
    first = [test for test, file in zip(tests, home, strict=True) if file in two][:FIRST_TESTS]
    return first, [test for test in tests if test not in first]


def _noticed(
    copy: Path, tests: list[str], seconds: dict[str, float], *options: str
) -> tuple[str, str]:
    """Return the test that failed, and how; twice '' if none did."""
    into = copy / "failed"
    into.unlink(missing_ok=True)
    until = time.monotonic() + STANDS_STILL
    status = ended(start(copy, tests, into, seconds, "-x", *options), until)
    if status is None:
        return "", "stands still"
    if into.exists():
        test, how = json.loads(into.read_text("utf-8").splitlines()[0])
        return test, how
    if status == -signal.SIGPROF:
        return TOO_LONG, ""
    return ("", "") if status in (0, 5) else (IMPORT, f"status {status}")


class Quick:
    """A part of pytest that runs no tests once they are collected, but judges changes.

    A change inside a function is made in memory, in a fork of the process that has all tests
    loaded, and on disk for the processes that tests start.
    """

    def __init__(self, copy: Path, mutants: list[Mutant], known: LineTests, most: int) -> None:
        self.copy, self.mutants, self.known, self.most = copy, mutants, known, most
        self.told: IO[str] | None = None
        self.functions: dict[str, list[FunctionType]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.functions = functions(self.copy / "zzmap")
        gc.collect()
        gc.freeze()  # forks share what is never moved
        for mutant in self.mutants:
            verdict = self.judge(session.items, mutant)
            if verdict and verdict.noticed_by and self.told:
                print(json.dumps(verdict), file=self.told, flush=True)
        return True

    def judge(self, items: list[pytest.Item], mutant: Mutant) -> Verdict | None:
        """Make one change and ask its tests."""
        sound, text = (ROOT / mutant.path).read_text("utf-8"), changed(mutant)
        asked_of = set(asked(self.known, mutant, self.most))
        if text is None or not asked_of:
            return None
        chosen = [item for item in items if item.nodeid in asked_of]
        into, path, started = self.copy / "failed", self.copy / mutant.path, time.monotonic()
        into.unlink(missing_ok=True)
        put(path, text)
        status = ended(self._asks(chosen, path, text, into), time.monotonic() + STANDS_STILL)
        put(path, sound)
        noticed, how = TOO_LONG if status == -signal.SIGPROF else "", ""
        if into.exists():
            noticed, how = json.loads(into.read_text("utf-8").splitlines()[0])
        took = round(time.monotonic() - started, 1)
        return Verdict(mutant, *difference(sound, text), noticed, how, len(chosen), took)

    def _asks(self, chosen: list[pytest.Item], path: Path, text: str, into: Path) -> int:
        process = os.fork()
        if process:
            return process
        try:
            os.setpgid(0, 0)
            swap(self.functions.get(str(path), []), path, text)
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if into.exists():
                    break
        finally:
            os._exit(0)


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield compiled code and all that is in it."""
    yield code
    for held in code.co_consts:
        if isinstance(held, CodeType):
            yield from codes(held)


def functions(folder: Path) -> dict[str, list[FunctionType]]:
    """Return the functions that are loaded, by the file below a folder that they are of."""
    found: defaultdict[str, list[FunctionType]] = defaultdict(list)
    for held in gc.get_objects():
        if isinstance(held, FunctionType) and held.__code__.co_filename.startswith(str(folder)):
            found[held.__code__.co_filename].append(held)
    return found


def swap(loaded: list[FunctionType], path: Path, text: str) -> None:
    """Give the functions of a loaded file the code of another text of it, line for line."""
    new = {(one.co_name, one.co_firstlineno): one for one in codes(compile(text, path, "exec"))}
    for held in loaded:
        code = new.get((held.__code__.co_name, held.__code__.co_firstlineno))
        if code is not None and code.co_freevars == held.__code__.co_freevars:
            held.__code__ = code


def quickly(copy: Path, mutants: list[Mutant], known: LineTests, most: int, told: Path) -> None:
    """Judge changes in functions, in a process that ends; write down what was noticed."""
    process = os.fork()
    if process:
        os.waitpid(process, 0)
        return
    try:
        judge_them = Quick(copy, mutants, known, most)
        with told.open("a", encoding="utf-8") as judge_them.told:
            words = [f"--basetemp={copy}-tmp", "--continue-on-collection-errors"]
            tests = [f"tests/{one}" for one in known.files()]
            watch = _Watch(copy / "failed", known.seconds)
            _in_pytest(copy, [*words, *tests], [judge_them, watch])
    finally:
        os._exit(0)


def judged(copy: Path, mutants: list[Mutant], known: LineTests, into: Path, most: int) -> int:
    """Judge changes one after the other in a process of its own, and return its number.

    First those in functions, quickly.  What is not noticed so is asked about once more, in a
    process that loads the changed code: what ran on import ran unchanged.
    """
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        into.touch()
        quickly(copy, [one for one in mutants if in_function(one)], known, most, into)
        done = {Mutant(*json.loads(row)[0]) for row in into.read_text("utf-8").splitlines()}
        with into.open("a", encoding="utf-8") as stream:
            for mutant in mutants:
                verdict = None if mutant in done else judge(copy, mutant, known, most)
                if verdict is not None:
                    print(json.dumps(verdict), file=stream, flush=True)
        status = 0
    finally:
        os._exit(status)


def in_function(mutant: Mutant) -> bool:
    """Tell whether a change is in the body of a function."""
    return statement((ROOT / mutant.path).read_text("utf-8"), mutant.line)[2]


def run(drawn: list[Mutant], jobs: int, most: int) -> Iterator[Verdict]:
    """Judge the changes, `jobs` beside each other, each in a copy of its own."""
    for library in LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        copies = [project(Path(folder) / str(number)) for number in range(jobs)]
        known = lines_known(copies, sorted({t for m in drawn for t in files(m.package)}))
        for copy in copies:
            warm(copy, known.files())
        told = [Path(folder) / f"{number}.jsonl" for number in range(jobs)]
        working = {
            judged(copy, drawn[number::jobs], known, into, most)
            for number, (copy, into) in enumerate(zip(copies, told, strict=True))
        }
        seen = dict.fromkeys(told, 0)
        while working:
            time.sleep(0.5)
            working -= {one for one in working if os.waitpid(one, os.WNOHANG)[0]}
            for into in filter(Path.exists, told):
                lines = into.read_text("utf-8").split("\n")[:-1]
                for line in lines[seen[into] :]:
                    mutant, *rest = json.loads(line)
                    yield Verdict(Mutant(*mutant), *rest)
                seen[into] = len(lines)


def lines_known(copies: list[Path], tests: list[str]) -> LineTests:
    """Trace the test files, as many beside each other as there are copies."""
    known = LineTests(ROOT)
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def one(test: str) -> Traced:
        copy = free.get()
        try:
            return traced(copy, test)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        for found in pool.map(one, tests):
            known.add(found)
    return known


def unfit(verdicts: list[Verdict]) -> set[str]:
    """Return those tests that noticed something and fail on sound code too."""
    tests = sorted({one.noticed_by for one in verdicts} - {"", TOO_LONG, IMPORT})
    if not tests:
        return set()
    with tempfile.TemporaryDirectory() as folder:
        copy = project(Path(folder) / "sound")
        into = copy / "failed"
        status = ended(
            start(copy, tests, into, dict.fromkeys(tests, 60.0)), time.monotonic() + 7200
        )
        if status not in (0, 1):
            raise SystemExit(f"the sound code was not judged: {status}")
        lines = into.read_text("utf-8").splitlines() if into.exists() else []
        return {json.loads(line)[0] for line in lines}


def told(verdicts: list[Verdict]) -> Iterator[str]:
    """Say what was noticed, by package and in all."""
    tried = Counter(verdict.mutant.package for verdict in verdicts)
    noticed = Counter(verdict.mutant.package for verdict in verdicts if verdict.noticed_by)
    for package in sorted(tried):
        yield f"{package}: {noticed[package]} of {tried[package]} noticed"
    slow = sum(verdict.noticed_by == TOO_LONG for verdict in verdicts)
    share = noticed.total() / max(1, tried.total())
    yield f"{noticed.total()} of {tried.total()} noticed: {share:.1%}, {slow} of them without end"


def kept(out: Path) -> list[Verdict]:
    """Return what an earlier run judged, and begin the file if there is none."""
    if not out.is_file() or not out.stat().st_size:
        with out.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow([*Mutant._fields, *Verdict._fields[1:]])
        return []
    return verdicts_of(out)


def verdicts_of(file: Path) -> list[Verdict]:
    """Return the verdicts of a file of `--out`, or the survivors of a list of survivors."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Verdict(
                Mutant(
                    row.get("package") or package_of(row["path"]), row["path"], row["operator"],
                    int(row.get("occurrence") or 0), int(row["line"]),
                ),
                row["before"], row["after"], row.get("noticed_by") or "", row.get("how") or "",
                int(row.get("tests") or 0), float(row.get("seconds") or 0),
            )
            for row in csv.DictReader(stream)
        ]  # fmt: skip


def package_of(path: str) -> str:
    """Return the package that a file is of."""
    return next(
        package
        for package, sources in SOURCES.items()
        if any(path == source or path.startswith(f"{source}/") for source in sources)
    )


def again(survivors: list[Verdict]) -> Iterator[Mutant]:
    """Find changes in the code of today: the same line, wherever it is by now."""
    for old in survivors:
        if old.noticed_by:
            continue
        path = ROOT / old.mutant.path
        sound = path.read_text("utf-8") if path.is_file() else ""
        near = sorted(
            (abs(one.line - old.mutant.line), one)
            for one in (mutants_of(old.mutant.package, old.mutant.path) if sound else ())
            if one.operator == old.mutant.operator
        )
        for _, one in near:
            if difference(sound, changed(one) or sound) == (old.before, old.after):
                yield one
                break
        else:
            print(f"{old.mutant.path}:{old.mutant.line} is no more\n    {old.before}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=SOURCES, action="append")
    parser.add_argument("--again", type=Path, help="the survivors of an earlier run, no sample")
    parser.add_argument("--tests", type=int, default=MOST_TESTS, help="asked of each at most")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=Path(os.devnull))
    options = parser.parse_args()
    verdicts = kept(options.out)
    drawn = (
        list(again(verdicts_of(options.again)))
        if options.again
        else sample(options.count, options.seed, options.only or list(SOURCES))
    )
    done = {verdict.mutant for verdict in verdicts}
    with options.out.open("a", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        table = csv.writer(stream)
        for verdict in run([one for one in drawn if one not in done], options.jobs, options.tests):
            verdicts.append(verdict)
            table.writerow([*verdict.mutant, *verdict[1:]])
            stream.flush()
            if not verdict.noticed_by:
                where = f"{verdict.mutant.path}:{verdict.mutant.line}"
                print(f"{where} {verdict.mutant.operator} {verdict.how}", flush=True)
                print(f"    {verdict.before}\n    {verdict.after}", flush=True)
    bad = unfit(verdicts)
    for test in sorted(bad):
        print(f"{test} fails on the sound code too")
    verdicts = [one._replace(noticed_by="") if one.noticed_by in bad else one for one in verdicts]
    print(*told(verdicts), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
