"""The map's JavaScript as modules: who imports whom, what is exported and asked for by nobody."""

import re
from pathlib import Path

import pytest

from zzmap.errors import OutputError
from zzmap.render.bundle import STATIC, bundle, graph, read_module

ROOT = Path(__file__).resolve().parent.parent

LAYERS = {
    "plain": "codec units datum measure containment zip names palette dom board paper parkrows "
    "sidepanel panes",
    "data": "data tablekeys state",
    "words": "i18n say locators lineage facts filetext faults",
    "reading": "filter rollup hosts classes composition counts question answer find coords drafts "
    "overlap georeference readcsv readkml readshape readfile carriers projects style marks picked "
    "charts furniture icons zoom tablefiles draw reviewkeep",
    "map": "parks stack map labels capture go filerows dropfile chosen",
    "panels": "view toolbar compare matrix drawpanel legend popup pick png print search trail "
    "parksheet sheet tables table tree",
    "page": "page main changes review",
}
"""Modules from the ground up: each imports of its own layer and of those below it."""

HEIGHT = {name: at for at, names in enumerate(LAYERS.values()) for name in names.split()}
FILES = sorted(STATIC.glob("*.js"))
ENTRIES = ("main", "changes", "review")
OVER = sorted((ROOT / "zzmap" / "desk" / "static").glob("*.js"))
"""Modules of the workbench, which ask for what the map's export."""
SHARED = [path for path in FILES if path.stem not in ENTRIES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_imports_of_its_own_layer_or_below(path: Path) -> None:
    above = [
        other.stem for other in read_module(path).imports if HEIGHT[other.stem] > HEIGHT[path.stem]
    ]
    assert not above, f"{path.stem} would know of {', '.join(above)}"


@pytest.mark.parametrize("entry", ENTRIES)
def test_each_module_comes_after_what_it_imports(entry: str) -> None:
    modules = graph(STATIC / f"{entry}.js")
    order = list(modules)
    for at, module in enumerate(modules.values()):
        assert all(order.index(other) < at for other in module.imports)


def test_every_module_is_on_some_page() -> None:
    used = {path for entry in ENTRIES for path in graph(STATIC / f"{entry}.js")}
    assert set(FILES) == used


def asked_for(path: Path) -> set[str]:
    """Return the names of a module that other modules use."""
    names = set()
    for other in (*FILES, *OVER):
        module = read_module(other)
        names |= {name for found, name in module.named if found == path}
        if re.search(rf"^const \w+ = \${path.stem};$", module.text, re.MULTILINE):
            names |= set(re.findall(r"\.(\w+)", module.text))
            for inside in re.findall(r"const \{([^}]*)\} = \w+;", module.text):
                names |= set(re.findall(r"\w+", inside))
    return names


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_what_is_exported_is_asked_for(path: Path) -> None:
    asked = asked_for(path)
    for test in (ROOT / "tests" / "browser").glob("*.py"):
        asked |= set(re.findall(r"\w+", test.read_text("utf-8")))
    assert set(read_module(path).exports) <= asked


def written(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "one.js"


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    one = 'import { b } from "./two.js";\nexport const a = () => b;\n'
    two = 'import { a } from "./one.js";\nexport const b = () => a;\n'
    with pytest.raises(OutputError, match="one → two → one"):
        bundle(written(tmp_path, one=one, two=two))


def test_a_name_that_is_not_exported_is_told(tmp_path: Path) -> None:
    one = 'import { c } from "./two.js";\nexport const a = c;\n'
    with pytest.raises(OutputError, match=r"two\.js exports no “c”"):
        bundle(written(tmp_path, one=one, two="export const b = 1;\n"))


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        "export let a = 1;",
        'export { a } from "./two.js";',
        'import a from "./two.js";',
        'import { a } from "leaflet";',
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(OutputError, match="is not understood"):
        bundle(written(tmp_path, one=f"{line}\n", two=""))


def test_modules_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "two.js").write_text("export const a = 1;\n", encoding="utf-8")
    one = 'import "./two.js";\nimport "./in/two.js";\n'
    with pytest.raises(OutputError, match=r"two modules are called two\.js"):
        bundle(written(tmp_path, one=one, two=""))


def test_a_bundle_runs_with_scopes_of_its_own(tmp_path: Path) -> None:
    one = (
        'import * as two from "./two.js";\n'
        'import {\n  a as c,\n  b,\n} from "./two.js";\n'
        "const a = 1;\n"
        "export function sum() {\n  return a + c + b() + two.a;\n}\n"
    )
    two = "const a = 10;\nconst hidden = () => 100;\nexport { a, hidden as b };\n"
    text = bundle(written(tmp_path, one=one, two=two))
    assert "const { a: c, b } = $two;" in text
    assert "return { a, b: hidden };" in text
    assert "return { sum: sum };" not in text
    assert text.index("const $two") < text.index("const $one")


def test_no_line_of_script_is_longer_than_a_screen() -> None:
    long = [
        f"{path.name}:{at}"
        for path in FILES
        for at, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    ]
    assert not long


def test_no_word_of_the_page_is_written_twice() -> None:
    """Of two, the page would silently show the later."""
    text = (STATIC / "i18n.js").read_text("utf-8")
    for table in re.findall(r"^const [A-Z_]+ = \{\n(.*?)^\};", text, re.MULTILINE | re.DOTALL):
        keys = re.findall(r"^  (\w+):", table, re.MULTILINE)
        assert keys
        assert len(keys) == len(set(keys))
