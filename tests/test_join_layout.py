"""Where the header of a bureau's sheet is, which rows are rows, and what columns are; by hand."""

from __future__ import annotations

import pytest

from zzmap.errors import FormatError
from zzmap.io.rows import Cell
from zzmap.join.layout import Layout, Sorter, find_layout
from zzmap.join.roles import find_roles
from zzmap.join.scan import Scanner

ROW: list[Cell] = ["1", "郑州甲传感器有限公司", "智能传感器", "高新区长椿路11号"]
HEADER: list[Cell] = ["序号", "企业名称", "主营业务", "地址"]


def laid_out(*rows: list[Cell]) -> Layout:
    """The layout of a sheet whose rows are numbered from 1."""
    return find_layout(list(enumerate(rows, 1)), max(map(len, rows)), "t.xlsx")


def test_a_header_below_a_title_and_a_line_of_units() -> None:
    found = laid_out(["某区企业一览表"], ["单位：万元", "2025年"], HEADER, ROW)
    assert (found.first, found.last) == (3, 3)
    assert found.columns == ("序号", "企业名称", "主营业务", "地址")
    assert found.above == ("某区企业一览表", "单位：万元", "2025年")
    assert found.notes == ()


def test_a_header_of_one_word_that_is_known_is_none_beside_words_that_are_not() -> None:
    """Of two words one is known: the first row that is words is the header, not that."""
    found = laid_out(["甲列", "乙列", "丙列"], ["企业名称", "丁列", "戊列"], ["1", "2", "3"])
    assert found.first == 1
    # Both known: it is the header, wherever it stands.
    assert laid_out(["甲列", "乙列"], ["企业名称", "地址"], ["1", "2"]).first == 2


def test_a_row_of_numbers_is_no_header() -> None:
    found = laid_out(["企业名称", "地址", "1", "2"], HEADER, ROW)
    assert found.first == 2


def test_a_header_of_two_rows_whose_first_spans_columns() -> None:
    found = laid_out(
        ["企业名称", "地址", "", "坐标", ""], ["", "区县", "街道", "经度", "纬度"], ["甲", "", ""]
    )
    assert (found.first, found.last) == (1, 2)
    assert found.columns == ("企业名称", "地址 区县", "地址 街道", "坐标 经度", "坐标 纬度")


def test_a_header_whose_second_row_has_more_that_is_known() -> None:
    """The row above it belongs to it, for its names stand over several columns."""
    found = laid_out(
        ["某区一览表"],
        ["基本情况", "", "", "位置", ""],
        ["企业名称", "主营业务", "行业代码", "经度", "纬度"],
        ["甲", "乙", "3517", "113.5", "34.8"],
    )
    assert (found.first, found.last) == (2, 3)
    assert found.columns[0] == "基本情况 企业名称"
    assert found.columns[4] == "位置 纬度"
    assert found.above == ("某区一览表",)


def test_labels_above_a_header_are_no_part_of_it() -> None:
    found = laid_out(["填报单位：某局", "", "日期：2025", ""], HEADER, ROW)
    assert (found.first, found.columns) == (2, tuple(map(str, HEADER)))


def test_columns_without_a_name_or_with_anothers_are_told_apart() -> None:
    found = laid_out(["企业名称", "", "地址", "地址"], ["甲", "乙", "丙", "丁"])
    assert found.columns == ("企业名称", "列2", "地址", "地址_2")
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    ("rows", "what"),
    [([], "the table is empty"), ([["1", "2"], ["3", "4"]], "no row of it looks like a header")],
)
def test_a_table_without_a_header_is_refused(rows: list[list[Cell]], what: str) -> None:
    with pytest.raises(FormatError, match=what):
        find_layout(list(enumerate(rows, 1)), 2, "t.xlsx")


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (ROW, "row"),
        (HEADER, "header"),
        (["序号", "企业名称", "主营业务", "联系人"], "header"),  # three of four again
        (["序号", "某企业", "某业务", "地址"], "row"),  # two of four
        (["合计", "", "12", ""], "total"),
        (["", "小计：3家", "", ""], "total"),
        (["", "合计", "全区", "各镇"], "row"),
        (["", "小计", "/", "—"], "total"),  # beside a mark that says nothing
        (["1", "合计科技有限公司", "智能传感器", "某路"], "row"),
        (["注：数据截至2025年底", "", "", ""], "note"),
        (["第 2 页", "", "", ""], "note"),
        (["一、高新区", "", "", ""], "heading"),
        (["高新区", "高新区", "高新区", ""], "heading"),  # merged over three columns
        (["高新区", "", "", ""], "row"),
        (["12", "12", "12", ""], "row"),
    ],
)
def test_what_a_row_is(cells: list[Cell], kind: str) -> None:
    assert Sorter(laid_out(HEADER, ROW), (1, 2, 3)).kind(cells) == kind


def test_points_below_a_note_are_notes_until_a_row_comes() -> None:
    sorter = Sorter(laid_out(HEADER, ROW), (1, 2, 3))
    rows: list[list[Cell]] = [["2.某某"], ["注："], ["1.某某"], ROW, ["2.某某"]]
    assert [sorter.kind(cells) for cells in rows] == ["row", "note", "note", "row", "row"]


# -- columns -----------------------------------------------------------------------------


def roles(names: list[str], *sample: list[Cell]) -> dict[str, str]:
    return {row.name: row.role for row in find_roles(names, sample).columns}


def test_a_column_is_known_by_its_name() -> None:
    assert roles(["企业名称（盖章）", "地址*", "备注"]) == {
        "企业名称（盖章）": "name",
        "地址*": "address",
    }


def test_a_column_without_a_known_name_is_known_by_what_most_of_it_holds() -> None:
    company, other = "郑州甲传感器有限公司", "某"
    assert roles(["甲"], [company], [company], [company], [other], [other]) == {"甲": "name"}
    # Three of five are enough, two are not.
    assert roles(["甲"], [company], [company], [other], [other], [other]) == {}
    # Of two columns the one that holds more; a row may be shorter than the header.
    assert roles(["甲", "乙"], [company, company], [other, company], [company]) == {"乙": "name"}


def test_an_industry_that_holds_codes_is_a_code_of_the_standard() -> None:
    assert roles(["企业名称", "所属行业"], ["甲公司", "C3517"], ["乙公司", "3841"]) == {
        "企业名称": "name",
        "所属行业": "gbt",
    }
    assert (
        roles(["企业名称", "所属行业"], ["甲公司", "盾构"], ["乙公司", "3841"])["所属行业"]
        == "industry"
    )


# -- words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ar眼镜", [(0, 2)]),
        ("a ar", [(2, 4)]),  # the letter before the one before does not count
        ("car", []),
        ("arc", []),
        ("5ar5", [(1, 3)]),
        ("盾构装备和盾构", [(0, 4), (5, 7)]),
    ],
)
def test_words_are_found_whole_and_the_longest(text: str, found: list[tuple[int, int]]) -> None:
    scanner = Scanner([("ar", 1), ("盾构", 2), ("盾构装备", 3), ("备", 4)])
    assert [(spot.start, spot.end) for spot in scanner.find(text)] == found
