"""Which tests run which line, and how long each takes: measured once, kept beside no code.

A test file is traced by coverage.py in every process it starts; the outcome is kept in a folder
for caches under a name made of the code and of the test file, so that neither is out of date.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import NamedTuple

from coverage import CoverageData

KEPT = Path(os.environ.get("ZZMAP_MUTANTS", Path(gettempdir()) / "zzmap-mutants"))
TRACING = Path(__file__).resolve().parent / "tracing"


class Traced(NamedTuple):
    """The seconds of each test that passes, and the tests of each line of each file."""

    seconds: dict[str, float]
    lines: dict[str, dict[str, list[str]]]


def key(project: Path, test: str) -> str:
    """Name the state of the code and of one test file."""
    told = hashlib.sha256()
    for path in [*sorted((project / "zzmap").rglob("*.py")), project / "tests" / test]:
        told.update(path.read_bytes())
    return f"{Path(test).stem}-{told.hexdigest()[:16]}.json"


def traced(project: Path, test: str) -> Traced:
    """Return what one test file runs, from the cache if it is there."""
    kept = KEPT / key(project, test)
    if not kept.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as folder:
            found = _trace(project, test, Path(folder))
        kept.with_suffix(".new").write_text(json.dumps(found), "utf-8")
        kept.with_suffix(".new").replace(kept)
    return Traced(*json.loads(kept.read_text("utf-8")))


def _trace(project: Path, test: str, folder: Path) -> Traced:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p",
             "tracing_plugin", f"tests/{test}"]  # fmt: skip
    variables = {
        **os.environ, "PYTHONPATH": os.pathsep.join([str(project), str(TRACING)]),
        "ZZMAP_TRACE": str(folder), "ZZMAP_TRACED": str(project),
    }  # fmt: skip
    done = subprocess.run(words, cwd=project, env=variables, capture_output=True, check=False)
    if not (folder / "seconds.json").is_file():
        raise SystemExit(f"tests/{test}: {done.stdout.decode()[-2000:]}{done.stderr.decode()}")
    seconds = json.loads((folder / "seconds.json").read_text("utf-8"))
    lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in folder.glob("lines.*"):
        data = CoverageData(path)
        data.read()
        for file in data.measured_files():
            mine = lines[Path(file).relative_to(project).as_posix()]
            for line, tests in data.contexts_by_lineno(file).items():
                mine[line].update(set(tests) & seconds.keys())
    return Traced(
        seconds,
        {
            file: {str(line): sorted(tests) for line, tests in sorted(mine.items())}
            for file, mine in sorted(lines.items())
        },
    )


class LineTests:
    """The tests of each line, the quickest first."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self.seconds: dict[str, float] = {}
        self._lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, one: Traced) -> None:
        """Take in what one test file runs."""
        self.seconds |= one.seconds
        for file, lines in one.lines.items():
            for line, tests in lines.items():
                self._lines[file][int(line)].update(tests)

    def files(self) -> list[str]:
        """Return the test files, below the folder of tests."""
        return sorted({test.partition("::")[0].removeprefix("tests/") for test in self.seconds})

    def of(self, file: str, line: int) -> list[str]:
        """Return the tests that run a line; of what runs on import, those that run the file."""
        first, last, inside = statement((self._project / file).read_text("utf-8"), line)
        mine = self._lines[file]
        chosen = range(first, last + 1) if inside else list(mine)
        found = {test for one in chosen for test in mine.get(one, ())}
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def of_file(self, file: str) -> list[str]:
        """Return the tests that run anything of a file."""
        found = {test for tests in self._lines[file].values() for test in tests}
        return sorted(found, key=lambda test: (self.seconds[test], test))


def statement(text: str, line: int) -> tuple[int, int, bool]:
    """Return the lines of the statement that a line is of (of one with a body, its head).

    The third value tells whether it is in a function; what is not runs once, on import.
    """
    first, last, inside = line, line, False
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        head = body[0].lineno - 1 if body and isinstance(body[0], ast.stmt) else node.end_lineno
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and line > (head or 0):
            inside = True
        if line <= max(head or 0, node.lineno):
            first, last = node.lineno, max(head or 0, node.lineno)
    return first, last, inside
