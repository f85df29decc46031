"""What a command prints in Chinese is Chinese: no line of English is left among it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box, mapping

from zzmap.cli import main
from zzmap.wording import _KINDS, _PLACE_BASES, _TABLES, area_basis, place_basis, rests_on, words

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = re.compile(r"(?<![\w./-])(?:[a-z]{2,}[ ,]+){2,}[a-z]{2,}(?![\w./-])")
"""Three words in small letters on end, which no name, code or command of ours is."""


def printed(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    main(["--lang", "zh", *map(str, words)])
    told = capsys.readouterr()
    return told.out + told.err


def english_in(text: str) -> list[str]:
    # What stands in quotation marks is typed as it is.
    return [
        found[0]
        for line in text.splitlines()
        for found in ENGLISH.finditer(re.sub("“[^”]*”", "", line))
    ]


def test_a_line_of_english_would_be_seen() -> None:
    assert english_in("geodata 无误\n3 of the parks were added") == ["of the parks were added"]
    assert english_in("请用“zzmap parks undo now”撤销 a.geojson WGS-84") == []


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    shape = mapping(box(113.6012345, 34.8012345, 113.6212345, 34.8212345))
    feature = {"type": "Feature", "properties": {"name": "甲园"}, "geometry": shape}
    path = tmp_path / "ok.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


def test_parks_come_and_go_in_chinese(
    parcel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ("--store", tmp_path / "parks.gpkg")
    added = printed(capsys, "parks", "add", parcel, "--accept", *store)
    assert "已添加 park-user-0001  甲园" in added
    edited = printed(capsys, "parks", "edit", "甲园", "--status", "planned", *store)
    retired = printed(capsys, "parks", "retire", "甲园", *store)
    assert "已停用" in retired
    undone = printed(capsys, "parks", "undo", *store)
    assert english_in(added + edited + retired + undone) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "3 规划文件, "),
        (("list", "structures"), "功能区"),
        (("query", "盾构装备"), "依托"),
        (("query", "没有的"), "不是任何产业"),
        (("zone", "亚特兰蒂斯"), "zzmap: "),
    ],
)
def test_answers_and_refusals_are_chinese(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = printed(capsys, *words)
    assert said in told
    assert english_in(told) == []


def test_a_sheet_says_kinds_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    head = printed(capsys, "zone", "郑州高新区").splitlines()[0]
    assert head == "郑州高新区  Zhengzhou High-tech Zone  (开发区)"


def test_a_conversion_and_a_refused_file_are_chinese(
    parcel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "o.shp"
    told = printed(capsys, "convert", parcel, "--from", "gcj02", "--to", "cgcs2000", "-o", out)
    assert "由 gcj02 转为 cgcs2000" in told
    broken = tmp_path / "b.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [', "utf-8")
    refused = printed(capsys, "parks", "add", broken, "--store", tmp_path / "parks.gpkg")
    assert refused.startswith("zzmap: b.geojson")
    assert english_in(told + refused) == []


def test_a_store_says_states_and_changes_in_chinese(
    parcel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ("--store", tmp_path / "parks.gpkg")
    for step in (
        ("add", parcel, "--accept", "--status", "planned"), ("retire", "甲园"), ("undo",),
    ):  # fmt: skip
        printed(capsys, "parks", *step, *store)
    listed = printed(capsys, "parks", "list", *store).split()
    assert listed[:4] == ["park-user-0001", "甲园", "规划", "在用"]
    rows = [row.split() for row in printed(capsys, "parks", "history", *store).splitlines()]
    assert [row[4] for row in rows] == ["添加", "停用", "撤销"]
    assert [row[7:] for row in rows] == [["ok.geojson"], ["已撤销"], ["撤销第", "2", "号修改"]]
    shown = printed(capsys, "parks", "show", "甲园", *store)
    assert "(park-user-0001, 在用)" in shown
    assert "状态：规划" in shown
    plain = json.loads(printed(capsys, "parks", "list", "--format", "json", *store))
    assert (plain[0]["state"], plain[0]["status"]) == ("live", "planned")


def test_a_fact_is_told_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ("--store", tmp_path / "parks.gpkg")
    words = ("facts", "add", "placement", "智能传感器", "登封市", "--relation", "relies_on")
    assert "智能传感器在登封市（依托）" in printed(capsys, *words, *store)
    assert "  布局  " in printed(capsys, "facts", "list", *store)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("counts",), "计数对象"),
        (("specialisation",), "克鲁格曼指数"),
        (("sole-hosts",), "条的载体不在任何开发区内；未计入"),
        (("gaps",), "有项目，无重点园区"),
        (("agreement", "郑州高新区"), "出处"),
        (("neighbours", "智能传感器"), "上级"),
        (("candidates", "智能传感器"), "个同级产业："),
        (("indicators",), "没有实际值"),
        (("register",), "主导产业不明"),
    ],
    ids=lambda row: row[0] if isinstance(row, tuple) else "",
)
def test_a_measure_is_chinese(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = printed(capsys, "analyse", *words)
    assert said in told
    assert english_in(told) == []
    heads = told.splitlines()[0].split()
    assert [head for head in heads if head.isascii()] == []


def test_points_are_located_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow")
    points, out = tmp_path / "p.csv", tmp_path / "o.csv"
    points.write_text("lon,lat\n113.6,34.8\n120,30\n,\n", "utf-8")
    told = printed(capsys, "locate", points, "-o", out, "--crs", "wgs84")
    assert "1 在范围内, 1 在范围外, 1 没有位置" in told
    assert "开发区:" in told
    assert english_in(told) == []


WORD = re.compile(r"(?<![\w./-])[a-z]{3,}(?![\w./-])")
"""A word of English; addresses of pages have dots and strokes."""


@pytest.mark.parametrize(
    ("table", "column", "word"),
    [
        ("projects", "place_basis", place_basis),
        ("places", "area_basis", area_basis),
        ("zone_register", "area_of", lambda say, note: area_basis(say, f"({note})")),
        *(
            ("zone_register", f"{of}_source", rests_on)
            for of in ("name", "level", "area", "leading")
        ),
    ],
)
def test_every_note_of_geodata_has_words(table: str, column: str, word: Any) -> None:
    with (ROOT / "geodata" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        notes = {row[column] for row in csv.DictReader(file)}
    assert notes - {""}
    told = {note: word(words(english=False), note) for note in notes}
    assert {note: said for note, said in told.items() if WORD.search(said)} == {}
    assert all(note in word(words(english=True), note) for note in notes - set(_PLACE_BASES))


def test_every_kind_and_table_of_geodata_has_words() -> None:
    described = json.loads((ROOT / "geodata" / "datapackage.json").read_text("utf-8"))
    tables = {row["name"]: row for row in described["resources"] if "schema" in row}
    kinds = {
        kind
        for name in ("places", "elements")
        for field in tables[name]["schema"]["fields"]
        if field["name"] == "kind"
        for kind in field["constraints"]["enum"]
    }
    assert kinds <= set(_KINDS)
    assert set(tables) <= set(_TABLES)
