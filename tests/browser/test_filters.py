"""Filters reach all that is counted or listed, say so, and are cleared; counts are of one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from opened_page import Opened
from playwright.sync_api import Page

from zzmap.analysis.tally import Rolling
from zzmap.catalogue import Catalogue
from zzmap.model import RELATIONS, UNLOCATED, WITHIN, Placement

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
PLAN = "doc-services-2022"
FILTERS = {
    "plan": f"#doc={PLAN}",
    "relation": "#rel=0,1",
    "both": f"#doc={PLAN}&rel=0,1",
    "none": "#lang=zh",
}
ROOT = Path(__file__).resolve().parent.parent.parent


def kept(catalogue: Catalogue, filters: str) -> list[Placement]:
    """The statements a filter leaves, from the tables."""
    relations = RELATIONS[:2] if "rel=" in filters else RELATIONS
    return [
        row
        for row in catalogue.placements
        if row.relation in relations and (PLAN not in filters or row.document_id == PLAN)
    ]


def planned(catalogue: Catalogue, filters: str) -> list[str]:
    """The projects a filter leaves."""
    return [row.id for row in catalogue.projects if PLAN not in filters or row.document_id == PLAN]


@pytest.fixture(params=FILTERS.values(), ids=FILTERS.keys())
def filters(request: pytest.FixtureRequest) -> str:
    return request.param


def rows_of(page: Page, key: str) -> list[list]:
    return page.evaluate(f"zzmap.tables.make('{key}').rows.map(row => row.cells)")


def test_districts_are_coloured_by_what_is_left(
    open_page: Callable[..., Opened], catalogue: Catalogue, filters: str
) -> None:
    page = open_page(PAGE, f"{filters}&layers=districts,choropleth").page
    rolling = Rolling(catalogue, "district", "own")
    wanted = Counter(
        district for row in kept(catalogue, filters) for district in rolling.places(row.place_id)
    )
    shown = page.evaluate(
        "Object.fromEntries(zzmap.data.geo.districts.map("
        "row => [row.id, zzmap.classes.placements().of(row.id)]))"
    )
    assert {key: count for key, count in shown.items() if count} == dict(wanted)
    told = [int(number) for number in re.findall(r"\d+", page.inner_text("#zz-legend"))]
    assert max(wanted.values()) in told
    page.evaluate("zzmap.state.setFilter([], null)")
    every = Counter(d for row in catalogue.placements for d in rolling.places(row.place_id))
    assert str(max(every.values())) in page.inner_text("#zz-legend")


def test_tables_and_matrix_hold_what_is_left_and_say_what_is_not(
    open_page: Callable[..., Opened], catalogue: Catalogue, filters: str
) -> None:
    page = open_page(PAGE, filters).page
    left = len(kept(catalogue, filters))
    assert len(rows_of(page, "placements")) == left
    assert sum(row[3] for row in rows_of(page, "places")) == left
    assert sum(row[3] for row in rows_of(page, "matrix")) == left
    for key in ("placements", "matrix"):
        hidden = page.evaluate(f"zzmap.tables.make('{key}').hidden")
        assert hidden + left == len(catalogue.placements)
    projects = planned(catalogue, filters)
    assert len(rows_of(page, "projects")) == len(projects)
    hidden = page.evaluate("zzmap.tables.make('projects').hidden")
    assert hidden + len(projects) == len(catalogue.projects)
    page.click("#zz-tool-matrix")
    assert f"{left} 条" in page.inner_text("#zz-page")
    hides = left < len(catalogue.placements)
    assert ("条被筛选隐藏" in page.inner_text("#zz-page")) == hides


def test_projects_on_the_map_are_of_the_plan(
    open_page: Callable[..., Opened], catalogue: Catalogue, filters: str
) -> None:
    page = open_page(PAGE, f"{filters}&layers=districts,projects").page
    drawn = page.evaluate(
        "[...zzmap.projects.single(), ...zzmap.projects.counted()]"
        ".flatMap(mark => mark.places.map(row => row.id))"
    )
    assert drawn
    assert set(drawn) <= set(planned(catalogue, filters))
    if filters == FILTERS["none"]:
        return
    page.click("#zz-filterchip .zz-clearfilter")
    every = page.evaluate(
        "zzmap.map.groups.projects.getLayers().flatMap("
        "layer => layer.zzPick.feature.places.map(row => row.id))"
    )
    assert len(set(every)) >= len(set(drawn))
    assert (len(set(every)) > len(set(drawn))) == ("doc=" in filters)


def test_answers_are_filtered_and_say_so(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, f"#doc={PLAN}").page
    page.fill("#zz-search", "郑东新区有哪些产业")
    rows = page.locator("#zz-results [data-kind] .zz-said").all_inner_texts()
    assert rows
    assert all("郑政办〔2022〕66号" in row for row in rows)
    assert re.search(r"\d+ 条被筛选隐藏", page.inner_text("#zz-results"))
    page.fill("#zz-search", "登封依托")
    assert "条被筛选隐藏" in page.inner_text("#zz-results")
    page.click("#zz-filterchip .zz-clearfilter")
    page.fill("#zz-search", "郑东新区有哪些产业")
    assert "筛选隐藏" not in page.inner_text("#zz-results")
    rows = page.locator("#zz-results [data-kind] .zz-said").all_inner_texts()
    assert any("郑政〔2022〕10号" in row for row in rows)


def test_what_hides_all_rows_is_the_filter_and_not_the_plans(
    open_page: Callable[..., Opened],
) -> None:
    page = open_page(PAGE, "#doc=doc-bigdata-2022").page
    page.fill("#zz-search", "荥阳 生物医药")
    text = page.inner_text("#zz-results")
    assert "条被筛选隐藏" in text
    assert "规划没有这样的布局" not in text


def test_a_sheet_and_a_comparison_are_filtered_and_cleared_there(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    page = open_page(PAGE, f"#sel=place:zone-hkg&doc={PLAN}").page
    own = [row for row in kept(catalogue, PLAN) if row.place_id == "zone-hkg"]
    assert f"{len(own)} 条" in page.inner_text("#zz-sheet section:has(.zz-doc) h3 >> nth=0")
    assert page.locator("#zz-sheet .zz-filternote").count() == 2  # of statements and of projects
    page.click("#zz-sheet .zz-clearfilter >> nth=0")
    assert page.locator("#zz-sheet .zz-filternote").count() == 0
    assert "doc=" not in page.evaluate("location.hash")
    page = open_page(PAGE, f"#view=compare&cmp=place:zone-jingkai,place:zone-hkg&doc={PLAN}").page
    assert "条被筛选隐藏" in page.inner_text("#zz-page")
    page.click("#zz-page .zz-clearfilter")
    assert "条被筛选隐藏" not in page.inner_text("#zz-page")


def test_a_sheet_says_what_it_counts(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, "#sel=industry:ind-biomedicine").page
    head = page.inner_text("#zz-sheet section h3 >> nth=0")
    rows = page.locator("#zz-sheet .zz-doc li")
    places = set(page.locator("#zz-sheet .zz-doc li > .zz-link").all_inner_texts())
    assert f"{len(places)} 个载体 · {rows.count()} 条" in head
    page.click(".zz-language")
    assert f"{len(places)} places · {rows.count()} statements" in page.inner_text(
        "#zz-sheet section h3 >> nth=0"
    )


def test_map_index_and_readme_count_alike(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    page = open_page(PAGE).page
    index = open_page("index.html").page
    texts = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]
    for key, basis in (("unlocated", UNLOCATED), ("within", WITHIN)):
        count = len(catalogue.places_without_position(basis))
        summary = page.text_content(f".zz-basis-{key} summary")
        assert f"({count})" in summary
        assert page.locator(f".zz-basis-{key} li").count() == count
        for text in (index.inner_text("main"), *texts):
            assert re.search(rf"\b{count}\b(?= 个| places| more)", text), (key, count)
    rows = dict(re.findall(r"^\| (\w+) \| (\d+) \|", texts[0], re.MULTILINE))
    told = dict(
        index.eval_on_selector_all(
            "td:has(a[href^=tables])",
            "cells => cells.map(cell => [cell.firstChild.getAttribute('href').slice(7, -4),"
            " cell.nextElementSibling.textContent])",
        )
    )
    for table in ("placements", "places", "projects", "elements", "sites"):
        assert len(rows_of(page, table)) == int(rows[table]), table
        assert told.get(table, rows[table]) == rows[table], table
