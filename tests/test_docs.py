"""The documents say what is so."""

import csv
import importlib.util
import json
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest
from shapely import box
from shapely.geometry import mapping

from zzmap.cli import main
from zzmap.cli.drafts import spelled
from zzmap.cli.parser import build_parser

ROOT = Path(__file__).resolve().parent.parent


def load(name: str) -> ModuleType:
    path = ROOT / "geodata" / "make" / f"{name}.py"
    sys.path.insert(0, str(path.parent))
    try:
        spec = importlib.util.spec_from_file_location(f"make_{name}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module


def test_generated_parts_are_up_to_date() -> None:
    dictionary = load("dictionary")
    for path in dictionary.GENERATED:
        assert path.read_text("utf-8") == dictionary.rendered(path), path.name


def test_pinyin_is_up_to_date(catalogue) -> None:
    pinyin = load("pinyin")
    terms = {t for t in pinyin.terms(catalogue) if any("\u4e00" <= c <= "\u9fff" for c in t)}
    assert terms == catalogue.pinyin.keys()


READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")


def asked(path: Path) -> list[tuple[str, list[str]]]:
    """The commands whose answers a page shows, each with the lines of the answer."""
    text = path.read_text("utf-8")
    blocks = re.findall(r"^```console\n\$ (.*)\n((?:.*\n)*?)```", text, re.M)
    return [(command, answer.splitlines()) for command, answer in blocks]


def in_tables(path: Path) -> list[str]:
    return re.findall(r"^\| `(zzmap [^`]*)` \|", path.read_text("utf-8"), re.M)


def test_both_readmes_show_the_same_commands() -> None:
    for shown in (shell, in_tables, lambda path: [command for command, _ in asked(path)]):
        english, chinese = map(shown, READMES)
        assert english == chinese
    assert len(asked(READMES[0])) == 3
    assert len(in_tables(READMES[0])) > 15


@pytest.mark.parametrize("words", in_tables(READMES[0]))
def test_a_command_of_the_table_is_understood(words: str) -> None:
    assert parsed(shlex.split(words)[1:])


ANSWERED = [
    pytest.param(language, *row, id=f"{language} {row[0]}")
    for language, path in zip(("en", "zh"), READMES, strict=True)
    for row in asked(path)
]


@pytest.mark.parametrize(("language", "command", "answer"), ANSWERED)
def test_an_answer_that_is_shown_is_the_one_given(
    language: str,
    command: str,
    answer: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A line … stands for lines left out; all others are there, one after the other."""
    monkeypatch.setenv("ZZMAP_LANG", language)
    assert main([*shlex.split(command)[1:], "--store", str(tmp_path / "none.gpkg")]) == 0
    lines = (r"(?:.*\n)+" if line == "…" else re.escape(f"{line}\n") for line in answer)
    assert re.fullmatch("".join(lines), capsys.readouterr().out)


def test_every_command_is_in_the_readme() -> None:
    actions = build_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    text = (ROOT / "README.md").read_text("utf-8")
    for name in actions:
        # ``extract review`` is a command of its own inside.
        assert f"zzmap {name.replace('extract-', 'extract ')}" in text, name


PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_dictionary_is_a_data_package() -> None:
    package = json.loads((ROOT / "geodata" / "datapackage.json").read_text("utf-8"))
    assert all((ROOT / "geodata" / row["path"]).is_file() for row in package["resources"])


def shell(path: Path) -> list[list[str]]:
    """The commands of a page, word by word; two on a line are two."""
    text = path.read_text("utf-8")
    fenced = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S))
    lines = re.findall(r"^ {4,}(zzmap .*)$", text, re.M) + re.findall(r"^zzmap .*$", fenced, re.M)
    return [
        shlex.split(part, comments=True)[1:]
        for line in lines
        for part in line.split(" && ")
        if part.startswith("zzmap ")
    ]


TWINS = sorted(path.name for path in (ROOT / "docs" / "zh-CN").glob("*.md"))


@pytest.mark.parametrize("name", TWINS)
def test_a_page_shows_the_same_in_both_languages(name: str) -> None:
    """What is typed is the same; of a page whose details are English, the Chinese has a part."""
    english, chinese = shell(ROOT / "docs" / name), shell(ROOT / "docs" / "zh-CN" / name)
    assert [row for row in chinese if row not in english] == []
    if name.removesuffix(".md") in WHOLE:
        assert chinese == english


WHOLE = ("tutorial", "ask", "parks", "join", "site", "analysis", "report", "locate", "diff")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_command_that_is_shown_is_understood(path: Path) -> None:
    for words in shell(path):
        assert parsed(words), words


def parsed(words: list[str]) -> bool:
    try:
        build_parser().parse_args(spelled(words))
    except SystemExit:
        return False
    return True


@pytest.mark.parametrize("name", ["tutorial", "ask", "parks"])
def test_what_a_page_tells_to_type_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command, in its order, with a parcel, a site and the table that the page shows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZZMAP_STORE", str(tmp_path / "parks.gpkg"))
    page = ROOT / "docs" / f"{name}.md"
    write_polygon(tmp_path / "园区.geojson", (113.31, 34.52, 113.31401, 34.52403))
    write_polygon(tmp_path / "地块.geojson", (113.53, 34.80, 113.540013, 34.810017))
    for table in re.findall(r"^```text\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
        (tmp_path / "企业表.csv").write_text(table, "utf-8")
    commands = shell(page)
    assert len(commands) > 8
    for words in commands:
        assert main(words) == 0, (words, capsys.readouterr())
        assert capsys.readouterr().out.strip(), words
    if name == "tutorial":
        assert (tmp_path / "maps" / "index.html").exists()
        assert "示例地块" in (tmp_path / "地块.html").read_text("utf-8")
        with (tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
            joined = list(csv.DictReader(file))
        assert [row["industry"] for row in joined] == ["智能传感器", "盾构装备", "", "冷链物流"]


def write_polygon(path: Path, bounds: tuple[float, float, float, float]) -> None:
    feature = {
        "type": "Feature",
        "properties": {"名称": f"示例{path.stem}"},
        "geometry": mapping(box(*bounds)),
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    path.write_text(json.dumps(collection), "utf-8")


@pytest.mark.parametrize("name", ["docs/map.md", "docs/zh-CN/map.md"])
def test_what_a_page_says_to_press_is_on_the_map(name: str) -> None:
    script = (ROOT / "zzmap" / "render" / "static" / "i18n.js").read_text("utf-8")
    words = re.findall(r'"([^"\n]+)"', script)
    text = (ROOT / name).read_text("utf-8")
    labels = re.findall(r"(?<![*\w])\*{1,2}([^*\n]+)\*{1,2}(?![*\w])", text)
    assert len(labels) > 5
    for label in labels:
        # A page may name a button in both languages: 清空 Clear.
        parts = re.fullmatch(r"([\u4e00-\u9fff]+) ([A-Z][a-z]+)", label.replace(" n ", " {n} "))
        for part in parts.groups() if parts else [label.replace(" n ", " {n} ")]:
            assert any(word.startswith(part) for word in words), part


def test_files_that_are_begun_first_are_there() -> None:
    named = (ROOT / "tests" / "slowest.txt").read_text("utf-8").split()
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert len(named) == len(set(named)) > 5
