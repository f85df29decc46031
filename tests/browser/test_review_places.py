"""What the review page fills in of a row that a reviewer adds: its document and its locator."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from test_review_page import select

from zzmap.catalogue import Catalogue
from zzmap.extract.draft import write_draft
from zzmap.extract.plan import draft_plan
from zzmap.workspace.drafts import review

CITY = Path(__file__).resolve().parent.parent / "city2"
TEXT = """示例市工业规划
一、布局
支持云栖产业园发展智能传感器，承接甲丙业务。
乙丁业务另行安排。
二、保障
（一）用地
戊己用地优先保障。
专栏1 重点项目
庚辛试飞场，总投资12亿元。
壬癸事项由市里统筹。
"""


@pytest.mark.parametrize(
    ("words", "locator"),
    [
        ("甲丙业务", "A·一"),
        ("乙丁业务", "A·一"),
        ("戊己用地", "A·二(一)"),  # no row stands there: by the section, not by the row before
        ("壬癸事项", ""),  # within the box or behind it
    ],
)
def test_a_locator_is_the_sections_or_none(
    words: str, locator: str, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    write_draft(draft_plan(tmp_path / "plan.txt", Catalogue(CITY)), tmp_path / "draft")
    review(tmp_path / "draft", tmp_path / "review.html", CITY)
    page = browser.new_page()
    page.goto((tmp_path / "review.html").as_uri())
    select(page, words)
    page.keyboard.press("n")
    page.locator("#zz-kind").select_option("industries")
    assert page.locator("#zz-cell-locator").input_value() == locator
    page.close()


def test_a_row_is_of_the_document_that_its_words_are_in(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(
        "示例市人民政府关于印发示例市工业规划的通知\n示政〔2026〕3号\n一、布局\n"
        "支持云栖产业园发展智能传感器。\n2026年1月5日\n"
        "示例市人民政府关于印发示例市服务业规划的通知\n示政〔2026〕4号\n一、布局\n"
        "支持云栖产业园发展人工智能。\n戊己业务另行安排。\n2026年1月6日\n", "utf-8",
    )  # fmt: skip
    draft = draft_plan(tmp_path / "plan.txt", Catalogue(CITY))
    assert [row.number for row in draft.documents] == ["示政〔2026〕3号", "示政〔2026〕4号"]
    write_draft(draft, tmp_path / "draft")
    review(tmp_path / "draft", tmp_path / "review.html", CITY)
    page = browser.new_page()
    page.goto((tmp_path / "review.html").as_uri())
    select(page, "戊己业务")
    page.keyboard.press("n")
    page.locator("#zz-kind").select_option("industries")
    assert page.locator("#zz-cell-document_id").input_value() == draft.documents[1].id
    assert page.locator("#zz-cell-locator").input_value() == f"{draft.documents[1].letter}·一"
    page.close()
