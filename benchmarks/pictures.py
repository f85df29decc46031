"""Take pictures of every theme, to be looked at: ``python benchmarks/pictures.py FOLDER``.

City, zone and street; lit and not; a desktop's and a phone's screen; by day and by night; on paper.
With ``--docs`` the pictures of the guide are taken anew instead, into docs/images/.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import zzmap as zz

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
DESKTOP, LARGE, SMALL, PHONE = (1400, 900), (1920, 1080), (1024, 768), (390, 844)
LIT = "#sel=industry:ind-biomedicine"
ZOOMS = {"city": "", "zone": "#map=11/34.76/113.68", "street": "#map=13.5/34.76/113.72"}
GUIDE = {
    "map-desktop": ("industry_layout", "", DESKTOP, False),
    "map-lit": ("industry_layout", LIT, DESKTOP, False),
    "map-dark": ("industry_layout", "", DESKTOP, True),
    "map-culture": ("culture", "", DESKTOP, False),
    "map-projects": ("projects", "", DESKTOP, False),
    "map-metropolitan": ("metropolitan", "", DESKTOP, False),
    "map-parks": ("parks", "", DESKTOP, False),
    "map-districts": ("industry_layout", "#layers=districts,choropleth", DESKTOP, False),
    "map-phone": ("industry_layout", "", PHONE, False),
    "map-question": ("industry_layout", "", DESKTOP, False),
    "map-matrix": ("industry_layout", "#view=matrix", DESKTOP, False),
}
ASKED = {"map-question": "荥阳 生物医药"}
PAPER = "map-print-a3"
PAPER_PX = 1400


class Shot(NamedTuple):
    """A picture: its name, the page and its address, the screen, and whether it is night."""

    name: str
    theme: str
    address: str
    size: tuple[int, int]
    dark: bool


def shots(themes: list[str]) -> Iterator[Shot]:
    """Every theme as it is looked at."""
    for theme in themes:
        for zoom, address in ZOOMS.items():
            for size in (DESKTOP, PHONE):
                for dark in (False, True):
                    name = f"{theme}-{zoom}-{size[0]}{'-dark' if dark else ''}"
                    yield Shot(name, theme, address, size, dark)
        for size in (DESKTOP, PHONE):
            for dark in (False, True):
                yield Shot(
                    f"{theme}-lit-{size[0]}{'-dark' if dark else ''}", theme, LIT, size, dark
                )
        for size in (LARGE, SMALL):
            yield Shot(f"{theme}-city-{size[0]}", theme, "", size, False)
        yield Shot(f"{theme}-english-{DESKTOP[0]}", theme, "#lang=en", DESKTOP, False)


def opened(browser: Browser, folder: Path, shot: Shot) -> Page:
    """Open a page without a network and wait until it is drawn."""
    width, height = shot.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.dark else "light",
        device_scale_factor=2 if shot.size == PHONE else 1,
        offline=True,
    )
    page.goto((folder / f"{shot.theme}.html").as_uri() + shot.address)
    page.wait_for_selector("html[data-ready=true]")
    page.wait_for_timeout(300)
    return page


def take(browser: Browser, folder: Path, shot: Shot, out: Path) -> None:
    """Take a picture of a screen."""
    page = opened(browser, folder, shot)
    if shot.name in ASKED:
        page.fill("#zz-search", ASKED[shot.name])
        page.wait_for_timeout(500)
    page.screenshot(path=str(out / f"{shot.name}.png"))
    page.close()


def on_paper(browser: Browser, folder: Path, out: Path) -> None:
    """Take a picture of the first theme's A3 sheet, as another program draws it."""
    import pypdfium2

    with tempfile.TemporaryDirectory() as printed:
        theme = GUIDE["map-desktop"][0]
        print_out(browser, folder, theme, Path(printed))
        with pypdfium2.PdfDocument(Path(printed) / f"{theme}-print.pdf") as sheets:
            picture = sheets[0].render(scale=PAPER_PX / sheets[0].get_width()).to_pil()
            picture.save(out / f"{PAPER}.png")


def lighten(path: Path) -> None:
    """Keep a picture of the guide small: as many colours as its flat fills and letters need."""
    with Image.open(path) as image:
        few = image.convert("RGB").quantize(
            255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
    few.save(path, optimize=True)


def print_out(browser: Browser, folder: Path, theme: str, out: Path) -> None:
    """Print a theme on A3 as the browser saves it."""
    page = opened(browser, folder, Shot(theme, theme, "", DESKTOP, False))
    page.evaluate("window.print = () => {}")
    page.evaluate("zzmap.print.map('A3 landscape', zzmap.furniture.title())")
    page.wait_for_selector("#zz-print", state="attached")
    page.pdf(path=str(out / f"{theme}-print.pdf"), prefer_css_page_size=True, print_background=True)
    page.close()


def main() -> None:
    """Build the maps and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=ROOT / "outputs" / "pictures")
    parser.add_argument("--docs", action="store_true")
    asked = parser.parse_args()
    out: Path = ROOT / "docs" / "images" if asked.docs else asked.out
    out.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("ZZMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    city = zz.open()
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        city.build(built)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        if asked.docs:
            for name, (theme, address, size, dark) in GUIDE.items():
                take(browser, Path(built), Shot(name, theme, address, size, dark), out)
                lighten(out / f"{name}.png")
            on_paper(browser, Path(built), out)
            lighten(out / f"{PAPER}.png")
            return
        themes = [theme.stem for theme in city.plans.city.themes]
        for shot in shots(themes):
            take(browser, Path(built), shot, out)
        for theme in themes:
            print_out(browser, Path(built), theme, out)


if __name__ == "__main__":
    main()
