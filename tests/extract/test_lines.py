"""Lines of a text to paragraphs and tables: by hand, at the widths at which it turns."""

from __future__ import annotations

import pytest

from zzmap.io.documents.lines import Joiner, Line, joined
from zzmap.io.documents.text_tables import split_tables

WORDS = "本市加快建设先进制造业和现代服务业高地推动传感器产业集群发展壮大形成新的增长极核"


def words(count: int, start: int = 0) -> str:
    """So many characters without a sign."""
    return (WORDS * 3)[start : start + count]


def paragraphs(texts: list[str]) -> list[str]:
    lines = [Line.of(text) for text in texts]
    return [part.text for part in Joiner(lines).paragraphs(lines)]


@pytest.mark.parametrize(
    ("raw", "indent", "text", "width"),
    [
        ("甲乙", 0.0, "甲乙", 2.0),
        ("\u3000\u3000甲乙\n", 2.0, "甲乙", 2.0),
        ("\t甲5G", 2.0, "甲5G", 2.0),
        ("  甲乙\r\n", 1.0, "甲乙", 2.0),
        ("\t \u3000甲,乙", 3.5, "甲,乙", 3.0),
    ],
)
def test_a_line_and_its_indent_in_characters(
    raw: str, indent: float, text: str, width: float
) -> None:
    assert Line.of(raw) == Line(text, indent, width)


def test_a_blank_stands_between_latin_words_only() -> None:
    assert joined(["发展CLEAN", "ENERGY与", "5G", "汽车", "A", "1"]) == "发展CLEAN ENERGY与5G汽车A1"


@pytest.mark.parametrize("wide", [12, 20, 33])
def test_lines_that_are_broken_at_a_width_are_paragraphs(wide: int) -> None:
    texts, whole = [], []
    for rest in (7, 3, 8, 5, 9):
        rows = [words(wide), words(wide, 1), words(rest, 2) + "。"]
        texts += rows
        whole.append("".join(rows))
    assert paragraphs(texts) == whole


def test_lines_narrower_than_twelve_characters_are_not_broken_ones() -> None:
    texts = [row for rest in (7, 3, 5, 4) for row in (words(11), words(11, 1), words(rest) + "。")]
    assert paragraphs(texts) == texts


def test_fewer_than_eight_lines_of_a_width_are_no_measure() -> None:
    texts = [words(20, at) for at in range(7)]
    assert paragraphs(texts) == texts
    eight = [words(20, at) for at in range(8)]
    assert paragraphs(eight) == ["".join(eight)]


def filled(*texts: str) -> list[str]:
    """Paragraphs of some lines, behind others that tell a measure of twenty characters."""
    before = [row for _ in range(6) for row in (words(20), words(20, 3), words(5) + "。")]
    found = paragraphs([*before, *texts])
    assert found[:6] == [words(20) + words(20, 3) + words(5) + "。"] * 6
    return found[6:]


def test_where_a_full_line_ends_with_a_sentence_the_paragraph_may_go_on() -> None:
    full = words(19) + "。"
    # In a full line, and in a short one that ends with a sentence; not in what has neither.
    assert filled(full, words(20), words(4) + "。") == [full + words(20) + words(4) + "。"]
    assert filled(full, words(19), words(4) + "。") == [full + words(19) + words(4) + "。"]
    assert filled(full, "推动，" + words(6) + "。") == [full + "推动，" + words(6) + "。"]
    assert filled(full, words(6) + "。") == [full, words(6) + "。"]  # a head of its own
    assert filled(full, words(6)) == [full, words(6)]
    # A short line that ends with a sentence ends the paragraph.
    assert filled(words(9) + "。", words(6) + "。") == [words(9) + "。", words(6) + "。"]


def test_an_indent_a_mark_and_a_box_begin_a_paragraph() -> None:
    full = words(20)
    for begins in (
        "\u3000\u3000" + words(9) + "。",
        "一、发展目标",
        "●" + words(9) + "。",
        "专栏1 重点",
    ):
        assert filled(full, begins) == [full, begins.strip("\u3000")]
    assert filled(full, "\u3000" + words(9) + "。") == [full + words(9) + "。"]


def test_a_heading_that_fills_its_line_ends_in_a_short_one() -> None:
    heading = "一、" + words(18)
    assert filled(heading, words(6), "\u3000\u3000" + words(9) + "。") == [
        heading + words(6),
        words(9) + "。",
    ]
    assert filled(heading, words(18) + "。") == [heading, words(18) + "。"]


def test_numbers_that_begin_sentences_more_often_than_headings_are_of_a_list() -> None:
    """（1） begins a sentence, so a line of it that is full goes on in whatever comes."""
    items = [f"（{at}）{words(16)}" for at in range(1, 5)]
    told = [f"（{at}）{words(9)}。" for at in range(5, 8)]
    texts = [row for item in items for row in (item, words(20, 2))]
    whole = [item + words(20, 2) for item in items]
    assert filled(*told, *texts) == [*told, *whole]


# -- tables ------------------------------------------------------------------------------


def pieces(text: str) -> list[object]:
    """Tables as lists of rows, and the lines between them as texts."""
    found: list[object] = []
    for piece in split_tables([Line.of(row) for row in text.strip("\n").split("\n")]):
        found += [row.text for row in piece if isinstance(row, Line)] or [piece]
    return found


def test_tabs_and_bars_part_cells_while_rows_are_of_one_length() -> None:
    assert pieces("甲\n指标\t单位\n产值\t亿元\n乙\t丙\t丁") == [
        "甲",
        [("指标", "单位"), ("产值", "亿元")],
        "乙\t丙\t丁",  # one row is no table
    ]
    assert pieces("| 指标 | 单位 |\n|---|:--|\n| 产值 | 亿元 |") == [
        [("指标", "单位"), ("产值", "亿元")]
    ]


HEAD = "指标 单位 2025年"


def test_blanks_part_cells_below_a_head_until_a_sentence_a_box_or_a_heading() -> None:
    rows = [tuple(HEAD.split()), ("产值", "亿元", "100"), ("比重", "%", "20")]
    table = f"{HEAD}\n产值 亿元 100\n比重 % 20\n"
    for after in (
        "到2025年，产值翻番。",
        "专栏2 重点",
        "一、发展目标",
        "（二）发展布局",
        "1.发展重点",
    ):
        assert pieces(table + after) == [rows, after]


def test_words_that_wrapped_go_to_the_row_they_are_of() -> None:
    assert pieces(f"{HEAD}\n产值 亿元 100\n高新技术产业\n增加值比重 % 50") == [
        [tuple(HEAD.split()), ("产值", "亿元", "100"), ("高新技术产业增加值比重", "%", "50")]
    ]


def test_words_written_downwards_stand_before_their_rows() -> None:
    assert pieces(f"类别 {HEAD}\n创\n新\n投入 % 3\n专利 件 20\n绿\n能耗 % -15\n") == [
        [
            ("类别", *HEAD.split()),
            ("创新", "投入", "%", "3"),
            ("创新", "专利", "件", "20"),
            ("绿", "能耗", "%", "-15"),
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指标 单位\n产值 亿元\n",  # two words are no head
        "指标 甲 乙\n产值 亿元 100",  # nor is one that is known
        f"{HEAD}\n产值 亿元 很多",  # no number
        f"{HEAD}\n产值 亿元 100 200",  # another length
        f"{HEAD}\n产值 亿元 100\n多余",  # words left over
    ],
)
def test_what_cannot_be_dealt_out_stays_lines(text: str) -> None:
    assert pieces(text) == text.strip("\n").split("\n")
