"""axe-core, run in the page: nothing serious or critical, in every state a reader meets.

axe-core is not shipped: npm fetches it once into the user's cache, or the tests skip loudly.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from accessible import grave

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
STATES = {
    "default": "",
    "sheet": "#sel=place:zone-jingkai",
    "industry": "#sel=industry:ind-biomedicine",
    "matrix": "#view=matrix",
    "compare": "#view=compare&cmp=place:zone-jingkai,place:zone-hkg",
    "english": "#lang=en&sel=place:zone-hkg&cmp=place:zone-jingkai",
}


@pytest.mark.parametrize(
    ("theme", "address"),
    [
        ("services", ""),
        ("culture", ""),
        ("projects", ""),
        ("projects", "#sel=industry:ind-ict"),
        ("metropolitan", ""),
        ("parks", ""),
        ("industry_layout", "#layers=districts,choropleth&sel=place:district-jinshui"),
    ],
)
def test_axe_finds_nothing_grave_in_any_theme(
    open_page: Callable, axe: str, theme: str, address: str
) -> None:
    page = open_page(f"{theme}.html", address).page
    page.click("#zz-stack summary")
    assert grave(page, axe) == []


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_grave(
    open_page: Callable, axe: str, state: str, size: tuple[int, int]
) -> None:
    assert grave(open_page(PAGE, STATES[state], size).page, axe) == []


def test_axe_finds_nothing_grave_in_results_menu_and_dialog(open_page: Callable, axe: str) -> None:
    page = open_page(PAGE, size=(360, 740)).page
    page.click(".zz-menu")
    assert grave(page, axe) == []
    page = open_page(PAGE).page
    page.fill("#zz-search", "生物")
    assert grave(page, axe) == []
    page.click("#zz-tool-print")
    assert grave(page, axe) == []


def test_axe_finds_nothing_grave_on_the_index(open_page: Callable, axe: str) -> None:
    # The index allows no script at all; the page under test has to be told to let axe in.
    page = open_page("index.html").page
    html = page.content().replace("default-src 'none'; ", "")
    page.set_content(html)
    assert grave(page, axe) == []


@pytest.mark.parametrize("hash_", ["#sel=place:zone-jingkai&cmp=place:zone-hkg", "#view=matrix"])
def test_targets_are_large_enough(open_page: Callable, hash_: str) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24, but for links in a line of text and the browser's own boxes."""
    page = open_page(PAGE, hash_).page
    small = page.evaluate(
        """() => [...document.querySelectorAll('button:not(.zz-link), select, summary')]
            .map(node => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_the_keyboard_meets_header_layers_map_and_sheet_in_order(open_page: Callable) -> None:
    page = open_page(PAGE, "#sel=place:zone-jingkai").page
    page.evaluate("document.querySelector('.zz-menu').click()")
    met = []
    for _ in range(90):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate(
                """() => {
                    const part = document.activeElement.closest(
                        '.zz-skip, #zz-head, #zz-side, #zz-stage, #zz-panel');
                    return part && (part.id || part.className);
                }"""
            )
        )
    order = [part for at, part in enumerate(met) if part and part not in met[:at]]
    assert order == ["zz-skip", "zz-head", "zz-side", "zz-stage", "zz-panel"]


def test_a_page_over_the_map_takes_the_focus_and_gives_it_back(open_page: Callable) -> None:
    page = open_page(PAGE).page
    page.focus("#zz-tool-matrix")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#zz-page') !== null")
    assert page.evaluate("document.getElementById('zz-side').inert")
    page.keyboard.press("Escape")
    assert page.is_hidden("#zz-page")
    assert page.evaluate("document.activeElement.id") == "zz-tool-matrix"
