"""Aims that sentences tell: below which heading they are, and from where to where a value goes."""

from __future__ import annotations

import pytest
from plans_in_lines import draft

CHAPTER = "一、发展基础与形势"


def aims(*lines: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return the name, the unit and the values by year of each indicator of a plan."""
    return [
        (row.name, row.unit, dict(zip(row.years, row.values, strict=True)))
        for row in draft(*lines).indicators
    ]


def test_a_section_of_aims_counts_below_a_chapter_of_what_has_been() -> None:
    found = aims(
        CHAPTER, "（一）发展基础", "到2025年，激光器产量达到90万台。",
        "（二）发展目标", "到2030年，光模块产业规模达到300亿元，轴承企业突破40家。",
    )  # fmt: skip
    assert found == [
        ("光模块产业规模", "亿元", {"2030": "300"}), ("轴承企业", "家", {"2030": "40"}),
    ]  # fmt: skip


def test_a_heading_of_both_leaves_it_to_the_sentence() -> None:
    found = aims("一、现状与目标", "全市轴承企业达到21家。", "到2030年，轴承企业达到40家。")
    assert found == [("轴承企业", "家", {"2030": "40"})]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("激光器产业规模由2025年的160亿元提高到400亿元",
         ("激光器产业规模", "亿元", {"2025": "160", "2030": "400"})),
        ("单位增加值能耗从2024年底0.62吨下降到0.5吨",
         ("单位增加值能耗", "吨", {"2024": "0.62", "2030": "0.5"})),
        ("研发投入强度由2025年的1.9%提升到2.4%",
         ("研发投入强度", "%", {"2025": "1.9", "2030": "2.4"})),
        ("光模块产值达到200亿元（2025年为80亿元）",
         ("光模块产值", "亿元", {"2025": "80", "2030": "200"})),
        # The year it starts from is not told, or its unit is another: no value is made of it.
        ("光模块产值由目前的80亿元增加到200亿元", ("光模块产值", "亿元", {"2030": "200"})),
        ("光模块产量由2025年的80万只增加到2亿只", ("光模块产量", "亿只", {"2030": "2"})),
    ],
)  # fmt: skip
def test_a_value_that_goes_from_one_to_another(
    said: str, row: tuple[str, str, dict[str, str]]
) -> None:
    assert aims("（一）主要目标", f"到2030年，{said}。") == [row]


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("光模块产值由80亿元增加到200亿元", "from 80亿元"),
        ("光模块产量由2025年的80万只增加到2亿只", "from 2025: 80万只"),
        ("光模块产值由2025年的80亿元增加到200亿元左右", "about"),
    ],
)
def test_a_start_that_is_no_value_of_a_year_is_noted(said: str, note: str) -> None:
    (found,) = draft("（一）主要目标", f"到2030年，{said}。").indicators
    assert found.note == note


def test_a_rate_against_a_year_has_no_name_of_its_own() -> None:
    said = "2030年前二氧化碳排放须较2005年下降65%以上，轴承企业达到40家"
    assert [row[0] for row in aims("（一）主要目标", f"{said}。")] == ["轴承企业"]
