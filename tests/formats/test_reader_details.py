"""What a reader of files says of one small thing, at the value at which it turns."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import Point, box

from zzmap.errors import FormatError, OutputError
from zzmap.io import child, layer_names, read, read_all, write
from zzmap.io.documents import pdf_flow
from zzmap.io.documents.lines import Line
from zzmap.io.documents.pdf_layout import LEFT, PageLine
from zzmap.io.documents.pdf_rows import Stretch
from zzmap.io.documents.progress import write_progress
from zzmap.io.documents.reading import read_document
from zzmap.io.documents.text_tables import split_tables
from zzmap.io.readback import plain_errors
from zzmap.io.reply import encode_told
from zzmap.io.write_table import writing_pair

from .bad_files import archive
from .test_desk import ONE, dxf, outline

# -- archives ----------------------------------------------------------------------------


def feature(**properties: str) -> str:
    point = {"type": "Point", "coordinates": [113.6, 34.7]}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": point})


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_an_archive_that_says_no_encoding(encoding: str, tmp_path: Path) -> None:
    """Windows packs names in its own code page, and sets no mark."""
    path = tmp_path / "a.zip"
    names = {stem: f"{stem}.geojson".encode(encoding) for stem in ("东区", "西区")}
    stand_ins = {stem: bytes([65 + n]) * len(raw) for n, (stem, raw) in enumerate(names.items())}
    with zipfile.ZipFile(path, "w") as packed:
        for raw in stand_ins.values():
            packed.writestr(raw.decode("ascii"), feature())
    whole = path.read_bytes()
    for stem, raw in names.items():
        whole = whole.replace(stand_ins[stem], raw)
    path.write_bytes(whole)
    assert sorted(layer_names(path)) == ["东区", "西区"]


def kml(*folders: str, head: str = "", name: str = "") -> str:
    mark = "<Placemark><Point><coordinates>113.6,34.7</coordinates></Point></Placemark>"
    body = "".join(f"<Folder><name>{one}</name>{mark}</Folder>" for one in folders)
    named = f"<name>{name}</name>" if name else ""
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{named}{head}{body}</Document></kml>'


def test_a_layer_is_named_by_its_file_only_where_there_are_several(tmp_path: Path) -> None:
    texts = {"东.kml": kml("一", name="规划图"), "西.kml": kml("一", name="规划图")}
    assert [row.name for row in read_all(archive("two.zip", texts)(tmp_path))] == ["东", "西"]
    alone = archive("one.zip", {"东.kml": texts["东.kml"]})(tmp_path)
    assert [row.name for row in read_all(alone)] == ["规划图"]


@pytest.mark.parametrize("code", [4326, 4490, 4547])
def test_a_layer_has_the_reference_system_that_its_file_states(code: int, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[Point(113.6, 34.7)], crs=code).to_file(path)
    found = read(path).frame.crs
    assert found is not None
    assert found.to_epsg() == code


# -- KML ---------------------------------------------------------------------------------


def test_a_folder_is_read_alone_and_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text(kml("甲", "乙", "乙"), "utf-8")
    assert [len(read(path, layer=name).frame) for name in ("甲", "乙")] == [1, 2]
    with pytest.raises(FormatError, match="甲, 乙"):
        read(path, layer="丙")


@pytest.mark.parametrize("count", [1, 2])
def test_outlines_whose_corners_are_parted_otherwise_are_counted(
    count: int, tmp_path: Path
) -> None:
    ring = "113.6, 34.7, 0 113.7, 34.7, 0 113.7, 34.8, 0 113.6, 34.7, 0"
    plain = ring.replace(", ", ",")
    path = tmp_path / "a.kml"
    marks = "".join(
        f"<Placemark><LineString><coordinates>{one}</coordinates></LineString></Placemark>"
        for one in [*[ring] * count, plain]
    )
    path.write_text(kml(head=marks), "utf-8")
    told = [note for note in read(path).notes if "parted" in note]
    assert told == [f"corners of {count} outlines are not parted as in KML, read as lon, lat"]


def test_a_kml_with_a_prefix_of_nobody_is_read_whole_and_refused_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    whole = kml("甲", head="<ov:icon>1</ov:icon>")
    path.write_text(whole, "utf-8")
    assert len(read(path).frame) == 1
    path.write_text(whole.removesuffix("</kml>"), "utf-8")
    with pytest.raises(FormatError):
        read(path)


# -- cells, drawings, databases ----------------------------------------------------------

ARC = "010800000003000000" + "0" * 32 + "000000000000F03F" * 2 + "0" * 32
"""A circular string, which WKB can hold and shapely cannot."""


def test_a_curve_in_a_cell_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"名称,边界\n甲,{ARC}\n", "utf-8")
    with pytest.raises(FormatError, match="this WKB cannot be read"):
        read(path)


def test_letters_that_a_drawing_writes_as_numbers_are_letters_in_its_table(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    path.write_text(dxf(outline(ONE.exterior.coords, r"\U+7EA2\U+7EBF")), "utf-8")
    assert set(read(path).frame["Layer"]) == {"红线"}


def test_a_table_of_a_geodatabase_is_told_by_its_first_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.gdb"
    for number, name in enumerate(("地块", "道路")):
        frame = gpd.GeoDataFrame({"n": ["甲"]}, geometry=[box(113, 34, 114, 35)], crs=4326)
        mode = "a" if number else "w"
        frame.to_file(path, driver="OpenFileGDB", layer=name, engine="pyogrio", mode=mode)
    import pyogrio

    pyogrio.write_dataframe(
        pd.DataFrame({"b": ["甲"]}), path, driver="OpenFileGDB", layer="台账", append=True
    )
    told = {row.name: [n for n in row.notes if "without geometry" in n] for row in read_all(path)}
    assert told == {"地块": ["tables without geometry were not read: 台账"], "道路": []}


def test_texts_where_a_geoparquet_should_have_shapes_are_refused(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="writes the GeoParquet")
    pq = pytest.importorskip("pyarrow.parquet", reason="writes the GeoParquet")
    said = {"version": "1.0.0", "primary_column": "geometry",
            "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}}}  # fmt: skip
    table = pa.table({"name": ["甲"], "geometry": ["POINT (113 34)"]})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(said)}), tmp_path / "a.parquet")
    with pytest.raises(FormatError, match="this feature has no geometry that can be read"):
        read(tmp_path / "a.parquet")


# -- 勘测定界 TXT ------------------------------------------------------------------------

SURVEY = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
计量单位=米
带号=38
[地块坐标]
5,1.2,DK1,甲,面,,,,@
J1,1,3852000.000,38463000.000
J2,1,3852000.000,38463400.000
J3,1,3852300.000,38463400.000
J4,1,3852300.000,38463000.000
"""


@pytest.mark.parametrize(
    ("closing", "corners"),
    [
        ("J1,1,3852000.000,38463000.000", 4),
        ("J1,1,3852000.010,38463000.000", 4),  # the first one's name, rounded otherwise
        ("J5,1,3852000.010,38463000.000", 5),
    ],
)
def test_a_closing_point_is_told_by_its_name_or_by_its_place(
    closing: str, corners: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{SURVEY}{closing}\n", "utf-8")
    (shape,) = read(path).frame.geometry
    assert len(shape.exterior.coords) == corners + 1


def test_a_point_off_the_ground_is_told_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{SURVEY}J5,1,3852000.5,1e12\n", "utf-8")
    with pytest.raises(FormatError, match=r"“3852000\.5, 1e12” is not on the ground"):
        read(path)


# -- writing -----------------------------------------------------------------------------


def test_a_control_sign_is_kept_where_the_form_can_hold_it(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"名称": ["甲\x01乙"]}, geometry=[Point(113.6, 34.7)], crs=4326)
    write(frame, tmp_path / "a.gpkg")
    assert read(tmp_path / "a.gpkg").frame["名称"].tolist() == ["甲\x01乙"]
    with pytest.raises(FormatError, match="cannot hold a control sign"):
        write(frame, tmp_path / "a.kml")


def test_a_control_sign_in_a_workbook_is_written_as_excel_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    with writing_pair(target, (["名称"], ["说明"]), ("一", "二")) as pair:
        pair.rows([["甲\x01乙\x0b"]])
    (_, row) = openpyxl.load_workbook(target)["一"].iter_rows(values_only=True)
    assert row == ("甲_x0001_乙_x000B_",)


def test_what_is_said_in_a_sentence_is_not_said_to_be_a_fault_of_the_disk(tmp_path: Path) -> None:
    told = FormatError("the layer is full", "a.gpkg", "Split it.")
    with pytest.raises(FormatError) as found, plain_errors(tmp_path / "a.gpkg"):
        raise told
    assert found.value is told
    with pytest.raises(OutputError, match="cannot write here"), plain_errors(tmp_path / "a.gpkg"):
        raise RuntimeError("disk I/O error")


# -- documents ---------------------------------------------------------------------------


def parts(folder: Path, *lines: str) -> list[tuple[int, str]]:
    """Return the table and the words of each part of a text."""
    path = folder / "a.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return [(row.table, row.text or "|".join(row.cells)) for row in read_document(path).parts]


def test_tables_of_a_text_are_numbered_from_one(tmp_path: Path) -> None:
    assert parts(
        tmp_path, "甲市规划", "指标\t单位", "产值\t亿元", "本市发展良好。", "县\t产业", "甲县\t机床"
    ) == [
        (0, "甲市规划"), (1, "指标|单位"), (1, "产值|亿元"), (0, "本市发展良好。"),
        (2, "县|产业"), (2, "甲县|机床"),
    ]  # fmt: skip


def test_letters_of_a_table_are_letters_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("指标\t单位\n产值\t亿元\n企业\t家数\n", "utf-8")
    assert read_document(path).notes == ()
    path.write_text("name\tunit\noutput\tyuan\nfirms\tcount\n", "utf-8")
    assert read_document(path).notes == (
        "only 0% of its letters are Chinese: its text may be damaged",
    )


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_table_that_blanks_part_ends_at_the_next_sentence(count: int) -> None:
    rows = ["产值 亿元 100", "企业 家 20", "园区 个 3", "平台 个 8"][:count]
    lines = [Line.of(row) for row in ("指标 单位 2025年", *rows, "本市发展良好。")]
    table, after = split_tables(lines)
    assert table == [tuple(row.split()) for row in ("指标 单位 2025年", *rows)]
    assert [line.text for line in after if isinstance(line, Line)] == ["本市发展良好。"]


def test_pages_done_are_told_once_each(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The parent looks again and again; the child says nothing at first, and then the same."""
    path = tmp_path / "a.txt"
    path.write_text("甲市规划", "utf-8")

    def looked(_path: Path, watch: object) -> bytes:
        assert callable(watch)
        watch(tmp_path)
        for done in (1, 1, 2, 2, 2):
            write_progress(tmp_path, done, 3)
            watch(tmp_path)
        return encode_told({"form": "TXT", "sha256": "", "parts": [], "notes": []})

    monkeypatch.setattr(child, "told_of_document", looked)
    seen: list[tuple[int, int]] = []
    read_document(path, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def page_line(page: int, x0: float, x1: float, y: float, size: float = 10.0) -> PageLine:
    return PageLine((Stretch("字", x0, x1, y, size),), LEFT, 0, page)


def test_a_column_of_few_lines_is_as_wide_as_on_other_pages() -> None:
    full = [page_line(1, 100, 500, 700 - 20 * at) for at in range(7)]
    short = [page_line(2, 100, 220, 700)]
    found = pdf_flow._columns([*full, *short])
    assert found == {(1, LEFT): (100, 500), (2, LEFT): (100, 500)}


@pytest.mark.parametrize(("first", "left"), [(10.0, 140.0), (20.0, 100.0)])
def test_how_far_a_margin_may_differ_is_told_by_the_first_line(first: float, left: float) -> None:
    """Three characters of its size: pages of a book have other margins left and right."""
    full = [page_line(1, 100, 500, 700 - 20 * at) for at in range(7)]
    few = [page_line(2, 140, 220, 700, first), page_line(2, 140, 220, 680, 30.0 - first)]
    assert pdf_flow._columns([*full, *few])[2, LEFT] == (left, left + 400)
