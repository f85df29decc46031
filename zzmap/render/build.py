"""Write the maps, the index and the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from zzmap.catalogue import Catalogue
from zzmap.city import City
from zzmap.errors import OutputError
from zzmap.io.staging import write_texts
from zzmap.listing import LISTINGS, csv_of
from zzmap.messages import say
from zzmap.render.freshness import STAMP, check_built, fingerprint, is_fresh, stamp_text

if TYPE_CHECKING:
    from zzmap.layers import Layers

_DATA = (".csv", ".geojson", ".toml")
"""Suffixes of the files of a geodata folder that pages are made of."""

Progress = Callable[[str], object]

TIANDITU_HOST = "https://*.tianditu.gov.cn"
OSM_HOST = "https://tile.openstreetmap.org"


def build(  # noqa: PLR0913 - each is a word of the command
    catalogue: Catalogue,
    out: Path,
    *,
    basemaps: tuple[str, ...] = (),
    tianditu_key: str | None = None,
    force: bool = False,
    progress: Progress = lambda message: None,
    layers: Callable[[], Layers] | None = None,
    store_mark: str = "",
    titles: Mapping[str, str] = MappingProxyType({}),
) -> list[Path]:
    """Write every page and table into a folder.

    Parameters
    ----------
    catalogue
        What to show.
    out
        Folder to write to; made if it is not there.
    basemaps
        Online basemaps to offer, of ``osm`` and ``tianditu``; none makes pages that never
        ask the network for anything.
    tianditu_key
        Key of 天地图, which asks for one.
    force
        Build even if nothing has changed since the last build.
    progress
        Called with a line for each step.
    layers
        Makes the layers to draw, when they are needed; None draws the catalogue's own.
    store_mark
        What is another one as soon as a park store is, and calls for a new build; '' for none.
    titles
        Titles of a planner's own; see `zzmap.city.City.titled`.

    Returns
    -------
    list of Path
        The files, index first; all are replaced when all are whole.

    Raises
    ------
    OutputError
        If the folder cannot be written to or holds a file of such a name that no build
        wrote, or 天地图 is asked for without a key.
    """
    tiles = _basemaps(basemaps, tianditu_key)
    inputs = [path for path in catalogue.folder.rglob("*") if path.suffix in _DATA]
    options: dict[str, object] = {"tiles": tiles}
    if titles:
        options["titles"] = dict(titles)
    if store_mark:
        options["store"] = store_mark
    mark = fingerprint([*inputs, *_own_files()], options)
    city = catalogue.city.titled(titles)
    names = ["index.html", *(theme.file for theme in city.themes)]
    names += [f"tables/{name}.csv" for name in LISTINGS]
    paths = [out / name for name in names]
    if not force and is_fresh(out, mark):
        progress(say("nothing has changed since the last build"))
        return paths
    texts = _render(catalogue, city, tiles, layers, progress)
    _write_all(out, texts | {STAMP: stamp_text(mark, names)})
    return paths


def _own_files() -> list[Path]:
    here = Path(__file__).parent
    return [
        here.parent / "palette.json",
        here.parent / "readings.json",
        here.parent / "_question_words.py",
        *(path for path in here.rglob("*") if path.suffix in (".py", ".js", ".css", ".html")),
    ]


def _basemaps(names: tuple[str, ...], key: str | None) -> dict[str, list[str]]:
    """Return the tile URLs of each basemap, lowest first.

    高德 is not offered: its tiles are GCJ-02, and shapes in WGS-84 would lie 600 m off them.
    """
    urls: dict[str, list[str]] = {}
    if "osm" in names:
        urls["OpenStreetMap"] = ["https://tile.openstreetmap.org/{z}/{x}/{y}.png"]
    if "tianditu" in names:
        if not key:
            raise OutputError(
                say("天地图 asks for a key"),
                hint=say("Give it with --tianditu-key or ZZMAP_TIANDITU_KEY."),
            )
        urls["天地图"] = [
            f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile"
            f"&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
            f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
            for layer in ("vec", "cva")
        ]
    return urls


def _render(
    catalogue: Catalogue,
    city: City,
    tiles: dict[str, list[str]],
    make_layers: Callable[[], Layers] | None,
    progress: Progress,
) -> dict[str, str]:
    from zzmap.layers import Layers
    from zzmap.render.atlas import AtlasMap
    from zzmap.render.index_page import index_page
    from zzmap.render.payload import build_shared, tabs_payload, theme_payload

    hosts = tuple(TIANDITU_HOST if "tianditu" in urls[0] else OSM_HOST for urls in tiles.values())
    layers = make_layers() if make_layers else Layers(catalogue)
    shared = build_shared(layers) | {
        "basemaps": tiles,
        "tabs": tabs_payload(city.themes),
    }
    texts, rows = {}, {}
    for name, listing in LISTINGS.items():
        table = listing(catalogue)
        rows[name] = len(table)
        texts[f"tables/{name}.csv"] = _csv(table)
    for theme in city.themes:
        progress(f"{theme.file}: {theme.title}")
        own = theme_payload(theme) | {"file": theme.file}
        board = AtlasMap(shared | {"theme": own}, theme.title, hosts)
        texts[theme.file] = board.page()
    progress(say("index.html and tables"))
    texts["index.html"] = index_page(catalogue, city, rows, date.today().isoformat())
    return texts


def _csv(rows: list[dict[str, object]]) -> str:
    """Return rows as CSV that Excel opens as UTF-8: it needs the byte order mark."""
    return "\ufeff" + csv_of(rows)


def _write_all(out: Path, texts: dict[str, str]) -> None:
    """Write all pages and tables, or none; the stamp comes last."""
    check_built(out, texts)
    write_texts(out, texts, STAMP)
