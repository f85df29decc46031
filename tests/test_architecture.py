"""Arrows point down: the core never imports render or cli, never prints, and stays light."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "zzmap"
CORE = [
    path
    for path in PACKAGE.rglob("*.py")
    if path.parent.name not in {"render", "cli", "static"} and path.name != "__main__.py"
]
HEAVY = {"geopandas", "pandas", "folium", "fiona", "shapely", "pyproj", "numpy", "pypinyin"}


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_core_neither_prints_nor_looks_up(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"line {node.lineno} prints"
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        )
        for name in names:
            assert not name.startswith(("zzmap.render", "zzmap.cli")), f"line {node.lineno}"


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
