"""The outline of a plan: what its documents, headings, boxes and tables are, and where each is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zzmap.catalogue import Catalogue
from zzmap.extract.outline import OutlinedText, outlined
from zzmap.io.documents.model import Part, ReadDocument
from zzmap.io.documents.reading import read_document

ROOT = Path(__file__).resolve().parent.parent.parent
GAZETTE = ROOT.parent.parent / "shared" / "gazette" / "zhengzhou_gazette_2022_11.txt"


def outline_of(*texts: str | Part) -> OutlinedText:
    parts = tuple(row if isinstance(row, Part) else Part(row) for row in texts)
    return outlined(ReadDocument("a.txt", "", "TXT", parts))


def places(text: OutlinedText) -> list[tuple[str, str]]:
    return [(text.text[row.start : row.end], row.locator) for row in text.blocks]


@pytest.fixture
def from_text(tmp_path: Path):
    def read(text: str) -> OutlinedText:
        (tmp_path / "a.txt").write_text(text, "utf-8")
        return outlined(read_document(tmp_path / "a.txt"))

    return read


def test_headings_of_every_kind_and_paragraph_heads() -> None:
    text = outline_of(
        "甲市规划", "一、布局", "（一）一核：甲城", "1.汽车", "整车。在乙区发展整车。",
        "没有句首的一段，发展电池。", "（1）零部件。由丙厂生产。", "2.芯片。在丁区发展芯片。",
        "（二）两带。", "二、保障", "三、到2030年，发展戊区。",
    )  # fmt: skip
    assert places(text)[1:] == [
        ("一、布局", "A·一"),
        ("（一）一核：甲城", "A·一(一)"),
        ("1.汽车", "A·一(一)1"),
        ("整车。", "A·一(一)1·整车"),
        ("在乙区发展整车。", "A·一(一)1·整车"),
        ("没有句首的一段，发展电池。", "A·一(一)1"),
        ("（1）零部件。", "A·一(一)1(1)"),
        ("由丙厂生产。", "A·一(一)1(1)"),
        ("2.芯片。", "A·一(一)2"),
        ("在丁区发展芯片。", "A·一(一)2"),
        ("（二）两带。", "A·一(二)"),
        ("二、保障", "A·二"),
        ("三、到2030年，发展戊区。", "A·三"),
    ]
    assert [row.level for row in text.blocks][:4] == [0, 1, 2, 3]


def test_chapters_and_decimals() -> None:
    text = outline_of("规划", "第一章 总则", "第二节 布局", "一、汽车", "第二章 园区", "1.2 甲园",
                      "发展汽车。")  # fmt: skip
    assert [place for _, place in places(text)][1:] == [
        "A·第一章", "A·第一章第二节", "A·第一章第二节一", "A·第二章", "A·第二章1.2", "A·第二章1.2",
    ]  # fmt: skip


def test_headings_of_styles_have_their_words_for_a_number() -> None:
    text = outline_of("规划", Part("发展基础", level=1), Part("成效", level=2), "发展汽车。",
                      Part("布局", level=1), "发展芯片。")  # fmt: skip
    assert [place for _, place in places(text)][1:] == [
        "A·发展基础", "A·发展基础·成效", "A·发展基础·成效", "A·布局", "A·布局",
    ]  # fmt: skip


def test_a_sentence_that_says_something_is_no_head() -> None:
    sentence = "巩义市重点发展铝材。荥阳市突出装备。"
    text = outline_of("规划", "一、布局", sentence, "重点园区：甲园。")
    assert [(row.kind, row.locator) for row in text.blocks][2:] == [
        ("body", "A·一"), ("heading", "A·一·重点园区"), ("body", "A·一·重点园区"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        ((Part("重点园区：甲园。", frame=1),), Part("后文，发展。")),
        ((Part("重点园区：甲园。", measure=42),), Part("后文，发展。", measure=21)),
        ((Part("重点园区：甲园。"),), Part("（二）后文")),
        ((Part("（1）甲项目。在甲园。"), Part("（2）乙项目。在乙园。")), Part("2.后文")),
        ((Part("", ("指标", "值"), table=1), Part("", ("产值", "5"), table=1)), Part("后文，文。")),
    ],
)
def test_where_a_box_ends(inside: tuple[Part, ...], after: Part) -> None:
    text = outline_of("规划", "一、布局", "1.甲", "专栏3：重点", *inside, after, "再后文，发展。")
    boxed = [row.box for row in text.blocks]
    first, last = boxed.index("专栏3"), len(boxed) - 1 - boxed[::-1].index("专栏3")
    told = text.text[text.blocks[first].start : text.blocks[last].end]
    assert told.startswith("专栏3") and "后文" not in told
    cells = "".join("".join(part.cells) or part.text for part in inside)
    assert "".join(told.split())[len("专栏3：重点") :] == cells
    assert text.blocks[first].locator == "A·一1·专栏3"
    inner = text.blocks[first + 1].locator
    head = "甲项目" if "项目" in cells else "重点园区"
    assert inner == ("A·一1·专栏3" if inside[0].cells else f"A·专栏3·{head}")


def test_a_table_without_a_title_is_called_by_what_it_lists() -> None:
    rows = [Part("", ("指标", "2030年"), table=1), Part("", ("产值", "5"), table=1)]
    other = [Part("", ("名称", "地点"), table=2)]
    text = outline_of("规划", "一、目标", *rows, "文，文。", *other)
    assert [row.locator for row in text.blocks if row.cells] == ["A·一·目标表"] * 2 + ["A·一·表"]
    assert [row.table for row in text.blocks if row.cells] == [1, 1, 2]


def test_parts_of_a_paragraph_have_locators_of_their_own() -> None:
    text = outline_of(
        "规划", "一、布局", "“两区”：即甲区、乙区。其中，甲区重点发展汽车；乙区主攻芯片。",
        Part("专栏5：布局", frame=1),
        Part("“一心”：即中心城区。依托老城。核心遗址：甲址。代表景点：乙寺。", frame=1),
    )  # fmt: skip
    found = {word: text.locator_at(text.text.index(word)) for word in
             ("即甲区", "汽车", "芯片", "依托", "甲址", "乙寺")}  # fmt: skip
    assert found == {
        "即甲区": "A·一·两区", "汽车": "A·一·两区·甲区", "芯片": "A·一·两区·乙区",
        "依托": "A·专栏5·一心", "甲址": "A·专栏5·一心·核心遗址", "乙寺": "A·专栏5·一心·代表景点",
    }  # fmt: skip


def test_documents_of_a_gazette(from_text) -> None:
    text = from_text(
        "甲市人民政府\n关于印发甲市工业规划的通知\n甲政〔2026〕3号  2026年5月9日\n各区人民政府：\n"
        "现将《甲市工业规划》印发给你们，请认真组织实施。\n甲市工业规划\n（2026—2030年）\n"
        "一、布局\n乙区发展汽车，壮大产业。\n"
        "甲市人民政府办公厅\n关于印发服务业规划的通知\n甲政办〔2026〕4号  2026年6月1日\n"
        "各区人民政府：\n甲市服务业规划\n一、金融\n丙区发展金融，壮大产业。\n"
    )
    rows = [(row.letter, row.number, row.date, row.title, row.issuer) for row in text.documents]
    assert rows == [
        ("A", "甲政〔2026〕3号", "2026-05-09", "甲市工业规划（2026—2030年）", "甲市人民政府"),
        ("B", "甲政办〔2026〕4号", "2026-06-01", "甲市服务业规划", "甲市人民政府办公厅"),
    ]
    first, second = text.documents
    assert text.text[second.start :].startswith("甲市人民政府办公厅")
    assert first.end == second.start and second.end == len(text.text)
    assert text.block_at(text.text.index("丙区")).locator == "B·一"


def test_a_known_document_keeps_its_letter(from_text) -> None:
    known = Catalogue().documents["doc-bigdata-2022"]
    parts = tuple(map(Part, (f"{known.number}　", "某规划", "一、数据")))
    text = outlined(ReadDocument("", "", "", parts), [known])
    assert (text.documents[0].letter, text.documents[0].id) == ("D", "doc-bigdata-2022")


def test_page_furniture_goes_and_a_paragraph_goes_on_over_the_page(from_text) -> None:
    body = "支持甲区发展新能源汽车、智能装备、集成电路，推动乙区建设产业基地，" * 10 + "壮大产业。"
    lines = [body[at : at + 20] for at in range(0, len(body), 20)]
    pages = [lines[at : at + 6] for at in range(0, len(lines), 6)]
    for number, page in enumerate(pages, 1):
        page.insert(0, f"某市公报（2026.{number}）")
        page.append(f"— {number} —")
    pages[0].insert(1, "某市规划")
    text = from_text("\n".join(line for page in pages for line in page) + "\n")
    assert text.text == f"某市规划\n{body}\n"


def test_a_line_that_ends_pages_alike_by_chance_is_kept(from_text) -> None:
    pages = [f"第{number}段，发展。\n动产业发展。\n— {number} —" for number in (1, 2, 3)]
    text = from_text("规划\n" + "\n".join(pages) + "\n")
    assert text.text.count("动产业发展。") == 3


def test_what_is_left_out_of_each_page_is_said(tmp_path: Path) -> None:
    pages = [f"某市公报（2026.{number}）\n第一，发展。\n— {number} —\n" for number in (1, 2, 3)]
    (tmp_path / "a.txt").write_text("".join(pages), "utf-8")
    assert read_document(tmp_path / "a.txt").notes == (
        "left out on each page: “某市公报（2026.1）”",
    )


def test_a_table_of_wrapped_cells_in_plain_text(from_text) -> None:
    text = from_text(
        "规划\n一、目标\n专栏2：主要指标\n类别 指标 单位 2025年\n(基数)\n2030年\n指标\n"
        "属性\n产\n业\n战略性新兴产业产值 亿元 9860 18500 预期性\n战略性新兴产业增加值占规上\n"
        "工业增加值比重 % 38.8 50 预期性\n企\n业\n领军企\n业\n家 21 50 预期性\n二、布局\n"
    )
    assert [row.cells for row in text.blocks if row.cells] == [
        ("类别", "指标", "单位", "2025年（基数）", "2030年", "指标属性"),
        ("产业", "战略性新兴产业产值", "亿元", "9860", "18500", "预期性"),
        ("产业", "战略性新兴产业增加值占规上工业增加值比重", "%", "38.8", "50", "预期性"),
        ("企业", "领军企业", "家", "21", "50", "预期性"),
    ]


def test_lines_that_are_no_table_stay_lines(from_text) -> None:
    text = from_text("规划\n一、目标\n项目 内容 地点 单位\n甲\n乙 丙\n二、布局\n")
    assert not [row for row in text.blocks if row.cells]
    assert [told for told, _ in places(text)][2:5] == ["项目内容地点单位", "甲", "乙丙"]


NOT_WRITTEN = {
    # The catalogue names a whole box without its group, its section, or what a paragraph tells of.
    "S·六(一)·专栏13", "S·六(一)1·提升风电开发运营水平", "V·一(三)4·一核·老城区",
    "D·专项工程1·重点项目", "D·专项工程2·重点项目", "V·专栏5·一心·依托",
}  # fmt: skip
"""Locators of the catalogue that are a reader's words and no heading."""


def test_every_locator_of_the_catalogue_is_in_the_outline_of_its_plans() -> None:
    if not GAZETTE.is_file():
        pytest.skip("the text of the plans is not here")
    text = outlined(read_document(GAZETTE), Catalogue().documents.values())
    found = {row.locator for row in text.blocks} | {
        place for row in text.blocks for _, place in row.inner
    }
    # A box is named with its section, and also alone; its groups are told, and also left out.
    found |= {f"{text.documents[row.document].letter}·{row.box}" for row in text.blocks if row.box}
    found |= {place.replace("·两带", "") for place in found if "专栏5" in place}
    named = set()
    for table in ("placements", "projects", "indicators", "structures", "elements", "sites",
                  "industries"):  # fmt: skip
        with (ROOT / "geodata" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            named |= {row["locator"] for row in csv.DictReader(file)} - {""}
    assert len(named) > 250
    assert named - found == NOT_WRITTEN
