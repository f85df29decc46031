"""A real Chromium, the network cut, on pages built from the shipped geodata."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from opened_page import Opened, pages_of
from playwright.sync_api import Browser
from vectors_city import CITY, store_of_parks

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.layers import Layers
from zzmap.parks.merge import park_features, with_parks
from zzmap.render.build import build

NAME_VECTORS = Path(__file__).resolve().parent.parent / "vectors" / "names.json"


@pytest.fixture(scope="session")
def built(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    build(catalogue, folder)
    return folder


@pytest.fixture(scope="module")
def second_city(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A page of the second city with the parks of the vectors of names."""
    folder = tmp_path_factory.mktemp("second")
    store = store_of_parks(folder, json.loads(NAME_VECTORS.read_text("utf-8"))["parks"])
    catalogue = with_parks(Catalogue(CITY), store)
    layers = Layers(catalogue, Gazetteer(catalogue, park_features(store)))
    build(catalogue, folder / "out", layers=lambda: layers)
    names = [path.name for path in (folder / "out").glob("*.html") if path.name != "index.html"]
    with pages_of(browser, folder / "out") as opened:
        yield opened(min(names))


@pytest.fixture
def open_page(browser: Browser, built: Path) -> Iterator[Callable[..., Opened]]:
    with pages_of(browser, built) as opened:
        yield opened
