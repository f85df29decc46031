"""A real Chromium, the network cut, on pages built from the shipped geodata."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from opened_page import Opened
from playwright.sync_api import Browser, sync_playwright

from zzmap.catalogue import Catalogue
from zzmap.render.build import build

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("ZZMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("NO CHROMIUM: the built maps are not looked at; see tests/run.py")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def built(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    build(catalogue, folder)
    return folder


@pytest.fixture
def open_page(browser: Browser, built: Path) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def opened(name: str, hash_: str = "", size: tuple[int, int] = (1440, 900)) -> Opened:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, accept_downloads=True
        )
        contexts.append(context)
        tab = Opened(context.new_page())
        tab.page.goto((built / name).as_uri() + hash_)
        if name != "index.html":
            tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
        return tab

    yield opened
    for context in contexts:
        context.close()
