"""An open page and what it asked for and complained of."""

from __future__ import annotations

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
