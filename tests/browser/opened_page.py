"""An open page and what it asked for and complained of."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser, Page


class Opened:
    """An open page with what it asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )

    @property
    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def app(self, expression: str) -> object:
        return self.page.evaluate(f"zzmap.app.{expression}")


def wait_until(page: Page, expression: str, seconds: float = 20) -> None:
    """Wait until an expression holds on the page.

    Playwright's own wait asks the page to evaluate text by itself once the first look fails,
    which our pages forbid: it would fail on a slow machine only.
    """
    end = monotonic() + seconds
    while not page.evaluate(expression):
        assert monotonic() < end, f"never held: {expression}"
        page.wait_for_timeout(50)


@contextmanager
def pages_of(browser: Browser, folder: Path) -> Iterator[Callable[..., Opened]]:
    """Give what opens a page of a built folder, drawn, the network cut."""
    contexts = []

    def opened(name: str, hash_: str = "", size: tuple[int, int] = (1440, 900)) -> Opened:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, accept_downloads=True
        )
        contexts.append(context)
        tab = Opened(context.new_page())
        tab.page.goto((folder / name).as_uri() + hash_)
        if name != "index.html":
            tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
        return tab

    yield opened
    for context in contexts:
        context.close()


class Reader:
    """Someone at the page; each thing they do counts as one action."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def type(self, text: str) -> None:
        self.actions += 1
        self.page.fill("#zz-search", text)

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)

    def click(self, selector: str) -> None:
        self.actions += 1
        self.page.locator(selector).first.click()

    def choose(self, selector: str, value: str) -> None:
        self.actions += 1
        self.page.locator(selector).first.select_option(value)

    def spots(self, *points: tuple[float, float]) -> None:
        """Click points of the window, one after the other."""
        for x, y in points:
            self.actions += 1
            self.page.mouse.click(x, y)

    def drop(self, *paths: Path) -> None:
        """Drop files on the map together."""
        self.actions += 1
        drop_on_map(self.page, *paths)

    def save(self, selector: str, folder: Path) -> Path:
        """Click what saves a file, and return the file."""
        with self.page.expect_download() as waited:
            self.click(selector)
        path = folder / waited.value.suggested_filename
        waited.value.save_as(path)
        return path


def drop_on_map(page: Page, *paths: Path) -> None:
    """Drop files on the map together, as a hand does."""
    page.evaluate(
        """(files) => {
            const data = new DataTransfer();
            for (const [name, text] of files) {
                const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
                data.items.add(new File([raw], name));
            }
            zzmap.leaflet.getContainer().dispatchEvent(
                new DragEvent('drop', {dataTransfer: data, bubbles: true}));
        }""",
        [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths],
    )


def on_screen(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies in the window."""
    x, y = page.evaluate(
        """([lat, lon]) => {
            const point = zzmap.leaflet.latLngToContainerPoint([lat, lon]);
            const box = zzmap.leaflet.getContainer().getBoundingClientRect();
            return [point.x + box.x, point.y + box.y];
        }""",
        [lat, lon],
    )
    return x, y
