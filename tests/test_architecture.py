"""Arrows point down: who imports whom, who prints, and what stays light."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "zzmap"
OUTER = ("render", "workspace", "desk", "cli")
FILES = [path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py"]
CORE = [
    path
    for path in FILES
    if path.relative_to(PACKAGE).parts[0] not in OUTER and path != PACKAGE / "__init__.py"
]
SILENT = [path for path in FILES if path.relative_to(PACKAGE).parts[0] != "cli"]
HEAVY = {"geopandas", "pandas", "folium", "fiona", "shapely", "pyproj", "numpy", "pypinyin"}
CLI_MAY_IMPORT = (
    "zzmap.workspace",
    "zzmap.desk",
    "zzmap.cli",
    "zzmap.errors",
    "zzmap.listing",
    "zzmap.units",
    "zzmap.messages",
)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and module of each import, wherever it stands."""
    for node in ast.walk(tree_of(path)):
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
    assert_never_imports(path, "workspace", "desk", "cli")


@pytest.mark.parametrize("path", [*(PACKAGE / "workspace").glob("*.py")], ids=name_of)
def test_the_library_knows_no_command_line(path: Path) -> None:
    assert_never_imports(path, "desk", "cli")
    assert "argparse" not in {name for _, name in imports(path)}


@pytest.mark.parametrize("path", [*(PACKAGE / "desk").glob("*.py")], ids=name_of)
def test_the_desk_knows_no_command_line(path: Path) -> None:
    assert_never_imports(path, "cli")


@pytest.mark.parametrize("path", [*(PACKAGE / "cli").glob("*.py")], ids=name_of)
def test_the_command_line_only_parses_calls_and_prints(path: Path) -> None:
    for line, name in imports(path):
        root = name.partition(".")[0]
        assert root in {"zzmap", *sys.stdlib_module_names}, f"{name} in line {line}"
        if root == "zzmap" and name != "zzmap.__version__":
            assert name.startswith(CLI_MAY_IMPORT), f"{name} in line {line}"


@pytest.mark.parametrize("path", SILENT, ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
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
        for node in ast.walk(tree_of(path)):
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


# -- one idea, one home --------------------------------------------------------------------


class Idea(NamedTuple):
    """What only one place may know, as a pattern of the text it takes to know it.

    `homes` are files and folders below the package; `leaving` are homes it is still to move
    out of, each to be struck off here when it has.
    """

    name: str
    pattern: str
    homes: tuple[str, ...]
    leaving: tuple[str, ...] = ()
    suffix: str = ".py"


IDEAS = (
    Idea(
        "read a vector file",
        r"fiona\.(open|listlayers)\(|\bpyogrio\b|\.read_file\(",
        ("io/",),
    ),
    Idea(
        "write a file whole or not at all",
        r"os\.(replace|rename|link)\(|\.rename\(|\.replace\((target|path|out|staged)\)",
        ("io/", "parks/geopackage.py"),
    ),
    Idea(
        "suffix to driver",
        r"FlatGeobuf|ESRI Shapefile",
        ("io/",),
    ),
    Idea("what a Shapefile cannot hold", r"\b25[45]\b", ("io/",)),
    Idea(
        "near names",
        r"difflib|rapidfuzz|get_close_matches",
        ("names.py", "_name_rules.py"),
    ),
    Idea(
        "the store nobody named",
        r"\bdefault_path\(",
        ("parks/store.py", "workspace/"),
    ),
    Idea("a placement in words", r"placement\.document_id", ("statements.py",)),
    Idea("project to metres", r"Transformer\.from_crs", ("crs/",)),
    Idea("a finding", r"class \w*(Finding|Fault)\b", ("findings.py",)),
    Idea(
        "separators of a cell",
        r"[|、]\\?、|、\\?[、|]|split\(\"\|\"\)|SEPARATORS? = ",
        ("words.py",),
    ),
    Idea(
        "亩",
        r"10_?000(\.0)? / 15\b|\b15 / 10_?000|(?<![\d_])(?<!_M = )1_?500\.?0?\b|MU_PER",
        ("units.py",),
    ),
    Idea("an area in words", r"km².*公顷", ("units.py",)),
    Idea("亩 on the page", r"\b1500\b|\* 15\b|MU_PER", ("render/static/units.js",), (), ".js"),
    Idea("an area in words on the page", r"km².*公顷", ("render/static/units.js",), (), ".js"),
    Idea("a user's park", r"\"user_park\"", ("model.py",)),
    Idea(
        "a user's park on the page: its word, mark in the legend, group in the search",
        r"user_park",
        tuple(f"render/static/{name}.js" for name in ("i18n", "legend", "search", "find")),
        (),
        ".js",
    ),
    Idea("relations", r"\"(zone_focus|key_park|relies_on|supporting)\"", ("model.py",)),
    Idea(
        "relations on the page",
        r"zone_focus|key_park|relation < \d|\[0, 1, 2, 3",
        (),
        (),
        ".js",
    ),
    Idea("statuses", r"\"(planned|building|active)\"|\"规划\"", ("model.py",)),
    Idea("statuses on the page", r"\bplanned\b|规划\"", (), (), ".js"),
    Idea("metres a degree", r"\b11[01]_?\d{3}\b(?!\.\d*[1-9])", ("crs/anchors.py",)),
    Idea("how numbers are read", r"^    packed: bool", ("crs/readings.py",)),
)


@cache
def code_of(path: Path) -> str:
    """Return a file's text without docstrings: their examples may show what code must not know."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            last = node.end_lineno or node.lineno
            lines[node.lineno - 1 : last] = [""] * (last - node.lineno + 1)
    return "\n".join(lines)


def homes_of(idea: Idea) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob(f"*{idea.suffix}")
        if re.search(idea.pattern, code_of(path), re.MULTILINE)
        and "geodata" not in path.relative_to(PACKAGE).parts
    }


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea.name)
def test_an_idea_has_one_home(idea: Idea) -> None:
    found = homes_of(idea)
    second = {home for home in found if not home.startswith((*idea.homes, *idea.leaving, "\0"))}
    assert not second, f"{idea.name}: belongs in {', '.join(idea.homes)}"
    assert not idea.homes or found, f"{idea.name}: the pattern finds nothing, so it guards nothing"
    left = set(idea.leaving) - found
    assert not left, f"{idea.name} has left {', '.join(left)}: strike that off the list"


@pytest.mark.parametrize(
    ("idea", "line"),
    [
        ("read a vector file", "with fiona.open(path) as source:"),
        ("write a file whole or not at all", "os.replace(staged, path)"),
        ("suffix to driver", 'DRIVERS = {".shp": "ESRI Shapefile"}'),
        ("near names", "from difflib import get_close_matches"),
        ("the store nobody named", "ParkStore.default_path(folder)"),
        ("a placement in words", "documents[placement.document_id].number"),
        ("project to metres", "Transformer.from_crs(4326, 4547)"),
        ("separators of a cell", '_SPLIT = re.compile(r"[|、,，;；]")'),
        ("亩", "M2_PER_MU = 10_000 / 15"),
        ("亩", "mu = km2 * 1500"),
        ("an area in words", 'f"{a} km² = {b} 公顷"'),
        ("亩 on the page", "const mu = (square * 15) / 1e4;"),
        ("a user's park", 'USER_KIND = "user_park"'),
        ("relations", 'if row.relation in ("zone_focus", "key_park")'),
        ("relations on the page", "rows.filter((row) => row.relation < 2)"),
        ("statuses", 'STATUSES = ("planned", "building")'),
        ("statuses on the page", 'const STATUSES = ["", "planned"];'),
        ("metres a degree", "METRES_PER_DEGREE = 111_195.0"),
        ("how numbers are read", "    packed: bool"),
    ],
)
def test_a_second_home_would_be_found(idea: str, line: str) -> None:
    (found,) = [row for row in IDEAS if row.name == idea]
    assert re.search(found.pattern, line, re.MULTILINE)
