"""Arrows point down: who imports whom, who prints, and what stays light."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "zzmap"
OUTER = ("render", "workspace", "cli")
FILES = [path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py"]
CORE = [
    path
    for path in FILES
    if path.relative_to(PACKAGE).parts[0] not in OUTER and path != PACKAGE / "__init__.py"
]
SILENT = [path for path in FILES if path.relative_to(PACKAGE).parts[0] != "cli"]
HEAVY = {"geopandas", "pandas", "folium", "fiona", "shapely", "pyproj", "numpy", "pypinyin"}
CLI_MAY_IMPORT = ("zzmap.workspace", "zzmap.cli", "zzmap.errors", "zzmap.listing", "zzmap.units")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and module of each import, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def assert_never_imports(path: Path, *parts: str) -> None:
    for line, name in imports(path):
        for part in parts:
            assert not f"{name}.".startswith(f"zzmap.{part}."), f"{name} in line {line}"


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_never_looks_up(path: Path) -> None:
    assert_never_imports(path, *OUTER)


@pytest.mark.parametrize("path", [*(PACKAGE / "render").glob("*.py")], ids=name_of)
def test_render_never_looks_up(path: Path) -> None:
    assert_never_imports(path, "workspace", "cli")


@pytest.mark.parametrize("path", [*(PACKAGE / "workspace").glob("*.py")], ids=name_of)
def test_the_library_knows_no_command_line(path: Path) -> None:
    assert_never_imports(path, "cli")
    assert "argparse" not in {name for _, name in imports(path)}


@pytest.mark.parametrize("path", [*(PACKAGE / "cli").glob("*.py")], ids=name_of)
def test_the_command_line_only_parses_calls_and_prints(path: Path) -> None:
    for line, name in imports(path):
        root = name.partition(".")[0]
        assert root in {"zzmap", *sys.stdlib_module_names}, f"{name} in line {line}"
        if root == "zzmap" and name != "zzmap.__version__":
            assert name.startswith(CLI_MAY_IMPORT), f"{name} in line {line}"


@pytest.mark.parametrize("path", SILENT, ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"line {node.lineno} prints"


def test_importing_the_library_loads_none_of_it() -> None:
    code = (
        "import sys, json\n"
        "before = set(sys.modules)\n"
        "import zzmap\n"
        "print(json.dumps(sorted(name for name in set(sys.modules) - before)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert [name for name in loaded if name.partition(".")[0] == "zzmap"] == ["zzmap"]
    assert HEAVY.isdisjoint(loaded)


def test_only_the_resolver_compares_names() -> None:
    fuzzy = {"rapidfuzz", "difflib"}
    users = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            elif isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            else:
                continue
            if fuzzy & {module.split(".")[0] for module in modules}:
                users.add(path.relative_to(PACKAGE).as_posix())
    assert users == {"names.py", "_name_rules.py"}
    folding = [
        path.name for path in PACKAGE.rglob("*.js") if ".normalize(" in path.read_text("utf-8")
    ]
    assert folding == ["names.js"]


def test_a_query_imports_nothing_heavy() -> None:
    code = (
        "import sys, json, io, contextlib\n"
        "from zzmap.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    status = main(['query', '智能传感器'])\n"
        "print(json.dumps([status, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, modules = json.loads(done.stdout)
    assert status == 0
    assert HEAVY.isdisjoint(modules)
