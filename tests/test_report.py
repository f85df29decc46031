"""Reports against the tables, and each file read by a program that did not write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser
from shapely import box

import zzmap as zz
from zzmap.report import fonts
from zzmap.report.city import city_document
from zzmap.report.document import (
    Document,
    Facts,
    Figure,
    Heading,
    Notes,
    Section,
    Table,
    printable,
)
from zzmap.report.drawing import Mark, map_of
from zzmap.report.write import write_document
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent
FORMATS = (".pdf", ".docx", ".xlsx", ".html")
SOURCE = "数据：某公报2022年第11期；zzmap"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(ROOT / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


@pytest.fixture(scope="module")
def sample(city: City) -> Document:
    """A document of every kind of block, long enough for several pages, with awkward cells."""
    rows = [
        (f"第{at}号企业", "智能传感器" if at % 2 else "盾构装备", at, at / 7) for at in range(300)
    ]
    awkward = [("=1+1", "#N/A", None, 0.5), ("甲\x07乙🏭", "<b>&amp;</b>", -3, 1e7)]
    drawing = map_of(city.gazetteer, [Mark(box(113.5, 34.7, 113.6, 34.8), "甲地块")], "甲图")
    return Document(
        "甲区产业报告", "说明一行",
        [
            Section("一、表", [Facts([("面积", "3 km²")]), Table(
                ("名称", "产业", "数", "比"), [*awkward, *rows], (3, 3, 1, 1))]),
            Section("二、图/表", [
                Heading("小标题"), Figure(drawing, "图的说明"), Notes(["一句话。"]),
                Table(("空",), [], (1,), "没有行。"),
            ]),
        ],
        SOURCE, "2026-11-26",
    )  # fmt: skip


def written(document: Document, path: Path) -> Path:
    write_document(document, path)
    return path


def pdf_texts(path: Path) -> list[str]:
    """Return the text of each page, in the order it is drawn."""
    file = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in file]
    finally:
        file.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def names(document: Document) -> Iterator[str]:
    """Yield what must be found of a document: its titles and every first cell."""
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (printable(str(row[0])) for row in block.rows)


# -- each format, read by another program -----------------------------------------------------


def test_pdf_has_every_row_and_its_source_on_each_page(sample: Document, tmp_path: Path) -> None:
    path = written(sample, tmp_path / "甲.pdf")
    pages = pdf_texts(path)
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert squeezed(SOURCE) in squeezed(page)
        assert "2026-11-26" in page
        assert f"{number} / {len(pages)}" in page
        assert "甲区产业报告" in page
    text = squeezed("".join(pages))
    for name in names(sample):
        assert squeezed(name).replace("🏭", "[U+1F3ED]") in text, name
    other = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(path).pages))
    assert "第299号企业" in other
    assert "图的说明" in other
    assert sum("名称" in page and "产业" in page for page in pages) >= 5, "the header stands anew"


def test_pdf_brings_its_letters_and_none_is_a_box(sample: Document, tmp_path: Path) -> None:
    path = written(sample, tmp_path / "甲.pdf")
    reader = pypdf.PdfReader(path)
    found = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]))
            told = font.get_object().get("/FontDescriptor")
            if told is not None:
                assert "/FontFile2" in told.get_object()
    assert any("zzmap" in name for name in found)
    assert path.stat().st_size < 600_000
    first = pypdfium2.PdfDocument(path)[0].render(scale=2).to_pil().convert("L")
    # The two characters of the title's start look different: boxes all look the same.
    marks = [first.crop((80 + 38 * at, 80, 118 + 38 * at, 118)).tobytes() for at in range(3)]
    assert len(set(marks)) == 3


def test_a_very_long_title_is_written_everywhere(sample: Document, tmp_path: Path) -> None:
    long = sample._replace(title="长" * 300)
    for suffix in (".pdf", ".docx", ".xlsx", ".html"):
        assert written(long, tmp_path / f"长{suffix}").stat().st_size > 1_000
    assert docx.Document(str(tmp_path / "长.docx")).core_properties.title == "长" * 250
    file = pypdfium2.PdfDocument(tmp_path / "长.pdf")
    try:
        wide = file[1].get_size()[0]
        text = file[1].get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        foot = [box for box in boxes if box[3] < 54]
        assert max(box[2] for box in foot) <= wide - 39
    finally:
        file.close()


def test_a_head_stands_once_on_a_page_and_no_row_is_parted(
    sample: Document, tmp_path: Path
) -> None:
    rows = [(f"第{at}行", "很长的说明" * 30 + f"完{at}") for at in range(60)]
    table = Table(("名称", "表头说明"), rows, (1, 1))
    many = sample._replace(sections=[Section("一、表", [table])])
    pages = [squeezed(text) for text in pdf_texts(written(many, tmp_path / "多.pdf"))]
    assert len(pages) > 3
    assert [page.count("表头说明") for page in pages] == [1] * len(pages)
    for page in pages:
        first = re.findall(r"第(\d+)行", page)
        assert sorted(first) == sorted(re.findall(r"完(\d+)", page))


def test_word_has_every_row_and_its_source_on_each_page(sample: Document, tmp_path: Path) -> None:
    book = docx.Document(str(written(sample, tmp_path / "甲.docx")))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    told = {*cells, *(paragraph.text for paragraph in book.paragraphs)}
    assert {*names(sample)} <= told
    assert {"甲区产业报告", "图的说明", "一句话。", "没有行。", "小标题", "3 km²"} <= told
    foot = book.sections[0].footer.paragraphs[0]
    assert SOURCE in foot.text
    assert "2026-11-26" in foot.text
    codes = [one.text for one in foot._p.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    (head,) = list(book.tables[1]._tbl.iter(qn("w:tblHeader")))
    assert head.getparent().getparent() is book.tables[1].rows[0]._tr
    assert len(book.inline_shapes) == 1
    assert book.inline_shapes[0]._inline.docPr.get("descr") == "图的说明"


def test_workbook_has_every_row_as_it_is(sample: Document, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(sample, tmp_path / "甲.xlsx"))
    assert book.sheetnames == ["一、表", "二、图 表"]
    rows = list(book["一、表"].iter_rows(values_only=True))
    assert ("=1+1", "#N/A", None, 0.5) in rows
    assert rows[-1][:4] == ("第299号企业", "智能传感器", 299, pytest.approx(299 / 7))
    assert sum(str(row[0]).startswith("第") for row in rows) == 300
    for sheet in book:
        assert sheet.oddFooter.left.text == f"{SOURCE} · 2026-11-26"
        assert sheet.oddFooter.right.text == "&P / &N"
        assert [sheet["A1"].value, sheet["A2"].value] == ["甲区产业报告", f"{SOURCE} · 2026-11-26"]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert len(book["二、图 表"]._images) == 1
    assert book["一、表"].print_title_rows is not None


@pytest.mark.browser
def test_page_says_its_source_on_each_sheet_of_paper(
    browser: Browser, sample: Document, tmp_path: Path
) -> None:
    path = written(sample, tmp_path / "甲.html")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.locator("tbody tr").count() == 302
    assert page.locator("h3").inner_text() == "小标题"
    raw = page.pdf(prefer_css_page_size=True)
    page.close()
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(raw)).pages]
    assert len(pages) > 4
    assert all(squeezed(SOURCE) in squeezed(page) for page in pages)


# -- what is there already ---------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_older_one_is_replaced_and_nothing_else(
    sample: Document, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"甲{suffix}"
    write_document(sample, path)
    write_document(sample._replace(title="乙区产业报告"), path)
    assert [row.name for row in tmp_path.iterdir()] == [path.name]
    path.write_bytes(b"somebody's own")
    with pytest.raises(zz.OutputError, match="not made by zzmap"):
        write_document(sample, path)
    assert path.read_bytes() == b"somebody's own"


def test_what_somebody_wrote_into_a_report_is_not_lost(sample: Document, tmp_path: Path) -> None:
    word, book, page = (tmp_path / f"甲{suffix}" for suffix in (".docx", ".xlsx", ".pdf"))
    for path in (word, book, page):
        write_document(sample, path)
    own = docx.Document(str(word))
    own.add_paragraph("我的意见")
    own.core_properties.last_modified_by = "张三"
    own.save(str(word))
    sheets = openpyxl.load_workbook(book)
    sheets.properties.lastModifiedBy = "张三"
    sheets.save(book)
    writer = pypdf.PdfWriter(page, incremental=True)
    writer.add_metadata({"/Remark": "mine"})
    writer.write(page)
    for path in (word, book, page):
        before = path.read_bytes()
        with pytest.raises(zz.OutputError, match="changed since"):
            write_document(sample, path)
        assert path.read_bytes() == before


# -- fonts and packages ------------------------------------------------------------------------


def test_without_a_font_nothing_is_written_and_it_is_said_how(
    sample: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(zz.FormatError, match=r"no font .*zzmap\[report\].*--font"):
        write_document(sample, tmp_path / "甲.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_font_without_chinese_is_refused(sample: Document, tmp_path: Path) -> None:
    import matplotlib

    latin = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    with pytest.raises(zz.FormatError, match="no Chinese characters"):
        write_document(sample, tmp_path / "甲.pdf", latin)
    with pytest.raises(zz.FormatError, match="no font that can be read"):
        write_document(sample, tmp_path / "甲.pdf", Path(__file__))
    assert list(tmp_path.iterdir()) == []


def test_the_face_for_simplified_chinese_is_taken() -> None:
    assert str(fonts.find_font()._face["name"].getDebugName(4)).endswith("SC")


# -- what the reports of the plans say ---------------------------------------------------------


def columns(document: Document, section: int) -> list[list[str]]:
    """Return the first column of each table of a section."""
    blocks = document.sections[section].blocks
    return [[str(row[0]) for row in block.rows] for block in blocks if isinstance(block, Table)]


def test_the_report_of_the_city_has_every_row_of_the_tables(city: City) -> None:
    document = city_document(city.gazetteer)
    catalogue = city.catalogue
    assert document.title == "郑州市产业空间布局报告"
    assert len(document.sections) == 8
    (industries,) = columns(document, 4)
    assert len(industries) == len(catalogue.industries)
    stripped = [re.sub(r"（同 .*", "", row.strip()) for row in industries]
    assert sorted(stripped) == sorted(row.name for row in catalogue.industries.values())
    (projects,) = columns(document, 5)
    assert projects == [row.name for row in catalogue.projects]
    (indicators,) = columns(document, 6)
    assert indicators == [row.name for row in catalogue.indicators]
    elements = [row for table in columns(document, 1) for row in table]
    assert sorted(elements) == sorted(row.name for row in catalogue.elements.values())
    hosted = [row for block in document.sections[3].blocks if isinstance(block, Table)
              for row in block.rows]  # fmt: skip
    told = sorted((row[0], one) for row in hosted for one in str(row[1]).split("、"))
    wanted = sorted(
        (catalogue.places[row.place_id].name, one)
        for row in catalogue.placements
        for one in catalogue.industries[row.industry_id].name.split("、")
    )
    assert told == wanted


def test_the_matrix_of_zones_counts_statements(city: City) -> None:
    blocks = city_document(city.gazetteer).sections[2].blocks
    (table,) = [row for row in blocks if isinstance(row, Table)]
    counted = city.analysis.counts(by="zone", level="pillar", count="statements")
    assert sum(sum(cell or 0 for cell in row[1:]) for row in table.rows) == counted["count"].sum()
    row = next(row for row in table.rows if row[0] == "郑州高新区")
    at = table.columns.index("未来产业")
    own = counted[(counted["place"] == "郑州高新区") & (counted["industry"] == "未来产业")]
    assert row[at] == own["count"].item() == 7


def test_the_report_of_a_place(city: City) -> None:
    document = city.report(place="高新区")
    assert document.title == "郑州高新区产业布局"
    hosted = [row for block in document.sections[1].blocks if isinstance(block, Table)
              for row in block.rows]  # fmt: skip
    assert (
        "郑州高新区",
        "智能传感器",
        "重点园区",
        "郑政〔2022〕10号",
        "S·专栏6·重点园区",
    ) in hosted
    place = city.catalogue.places["zone-gaoxin"]
    own = {city.catalogue.industries[row.industry_id].name
           for row in city.catalogue.placements_of_place[place.id]}  # fmt: skip
    assert own <= {one for row in hosted for one in str(row[1]).split("、")}
    assert any(isinstance(block, Figure) for block in document.sections[0].blocks)


def test_a_place_that_is_not_located_has_no_map(city: City) -> None:
    nowhere = next(
        row for row in city.catalogue.places.values()
        if city.gazetteer.locate(row) is None and city.gazetteer.container(row) is None
    )  # fmt: skip
    blocks = city.report(place=nowhere.id).sections[0].blocks
    assert not any(isinstance(block, Figure) for block in blocks)
    assert Notes(["位置不明，不画图。"]) in blocks


def test_the_report_of_an_industry_in_english(city: City) -> None:
    document = city.report(industry="智能传感器", english=True)
    assert document.title == "Layout of Smart sensors 智能传感器"
    assert document.english
    projects = [row for block in document.sections[2].blocks if isinstance(block, Table)
                for row in block.rows]  # fmt: skip
    wanted = {*city.catalogue.descendants(city.query("智能传感器")[0].industry_id)}
    assert len(projects) == sum(row.industry_id in wanted for row in city.catalogue.projects)


# -- a planner's own table ---------------------------------------------------------------------

OWN = pd.DataFrame(
    {
        "企业名称": ["甲乙公司", "乙公司", "丙公司", "丁公司", "甲乙公司"],
        "主营业务": [
            "智能传感器制造",
            "白酒酿造",
            "盾构机制造",
            "智能传敢器生产",
            "智能传感器制造",
        ],
        "地址": ["郑州高新区", "登封市", "惠济区", "金水区", "郑州高新区"],
        "经度": [113.55123, None, 112.98, None, None],
        "纬度": [34.81123, None, 34.76, None, None],
    }
)


def cells(document: Document, section: int) -> list[tuple[str, ...]]:
    blocks = document.sections[section].blocks
    return [tuple(map(str, row)) for block in blocks if isinstance(block, Table)
            for row in block.rows]  # fmt: skip


def test_the_report_of_a_table_has_each_row_once(city: City) -> None:
    document = city.report(table=OWN)
    fits, elsewhere, others = (cells(document, at) for at in (2, 3, 4))
    numbers = [row[0] for row in [*fits, *elsewhere, *others]]
    assert sorted(numbers) == ["1", "2", "3", "4", "5"]
    assert fits[0] == ("1", "甲乙公司", "智能传感器", "郑州高新区", "布局重点")
    assert fits[-1][1] == "甲乙公司（同第 1 行）"
    (shield,) = elsewhere
    assert shield[1:4] == ("丙公司", "盾构装备", "惠济区")
    assert "郑州经开区" in shield[4]
    assert [row[1] for row in others if row[2] == "—"] == ["乙公司"]
    reviewed = {(row[0], row[2]) for row in cells(document, 5)}
    assert {("3", "坐标"), ("4", "产业"), ("5", "重复")} <= reviewed
    wanted = {row[0]: row for row in cells(document, 1)}["郑州高新区"]
    assert wanted[1] == "2"
    assert "新一代信息技术产业 2" in wanted[2]
    assert "现代服务业" not in wanted[2]


def test_a_table_that_was_joined_before_says_the_same(city: City, tmp_path: Path) -> None:
    fresh = city.report(table=OWN)
    for name in ("结果.xlsx", "结果.csv"):
        city.join(OWN, tmp_path / name)
        document = city.report(table=tmp_path / name)
        assert document.title == "结果与规划对照"
        assert [part.blocks for part in document.sections[1:6]] == [
            part.blocks for part in fresh.sections[1:6]
        ]
    (tmp_path / "结果.review.csv").unlink()
    with pytest.raises(zz.FormatError, match="review of this table is not beside it"):
        city.report(table=tmp_path / "结果.csv")


def test_a_report_never_takes_the_place_of_the_table_it_is_of(city: City, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    OWN.to_excel(path, index=False)
    before = path.read_bytes()
    with pytest.raises(zz.OutputError, match="file that is read"):
        city.report(path, table=path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("english", [False, True])
def test_a_report_is_of_one_language(city: City, english: bool) -> None:
    text = str(city.report(table=OWN, english=english).sections)
    for told, chinese in (
        ("none: “白酒”", "无：“白酒”"),
        ("by its name", "按列名"),
        ("main: 主营业务", "主营业务（main）：主营业务"),
        ("no industry or no place is known", "产业或载体未判断出，未比对"),
    ):
        assert (told in text) == english
        assert (chinese in text) != english


def test_a_report_of_a_table_of_nothing_known_says_why(city: City) -> None:
    document = city.report(table=pd.DataFrame({"a": ["1"], "b": ["2"]}))
    notes = str(document.sections[-1].blocks)
    assert "没有一列说明经营什么，未判断产业；用 --map main=列名 指明" in notes
    assert "没有一列说明在哪里，未判断载体；用 --map address=列名 指明" in notes


def test_a_report_is_of_one_thing(city: City) -> None:
    with pytest.raises(zz.FormatError, match="of one thing"):
        city.report(place="高新区", table=OWN)


def test_the_command(zzmap, tmp_path: Path) -> None:
    done = zzmap("report", "--place", "高新区", "-o", "甲.pdf", "--geodata", ROOT / "geodata")
    assert done.returncode == 0, done.stderr
    assert "郑州高新区产业布局" in done.stdout
    assert "郑州高新区" in "".join(pdf_texts(tmp_path / "甲.pdf"))
    wrong = zzmap("report", "-o", "甲.txt", "--geodata", ROOT / "geodata")
    assert wrong.returncode == 1
    assert "is no document" in wrong.stderr
    assert not (tmp_path / "甲.txt").exists()
