"""The city a geodata folder tells of: its name, reference systems, first view and themes.

All that sets one city's maps apart from another's, and is no table or layer, is in
``city.toml``; nothing in the package knows it. ``geodata/README.md`` says what each key means.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zzmap.crs import Box, Crs, Metric, gauss_kruger
from zzmap.crs.metric import OVERLAP_DEG
from zzmap.errors import CrsError, GeodataError, NotFoundError
from zzmap.messages import say

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "city.toml"

PAGE_LAYERS = (
    "districts", "ground", "neighbours", "zones", "places", "sites", "parks", "choropleth",
    "projects", "carriers",
)  # fmt: skip
"""Layers a page can switch on, beside the structures."""

KEYS: dict[str, tuple[str, ...]] = {
    "city": ("name", "name_en", "district_kinds"),
    "reference": ("metric_crs", "survey_zone", "region", "extent"),
    "view": ("bounds",),
    "atlas": ("title", "title_en", "source", "source_en", "search_examples"),
    "themes": ("file", "title", "title_en", "summary", "structures", "layers"),
}
"""Every key of ``city.toml``, by table; all are required."""

Value = TypeVar("Value")

_PAGE = re.compile(r"[a-z0-9_-]+\.html")


class Theme(NamedTuple):
    """A page: its file, its titles, and the structures and layers that are on at first."""

    file: str
    title: str
    title_en: str
    summary: str
    structures: tuple[str, ...]
    layers: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The file's name without its suffix, as a map is asked for."""
        return self.file.rpartition(".")[0]


@dataclass(frozen=True)
class City:
    """What ``city.toml`` says.

    Attributes
    ----------
    name, name_en
        The city's name.
    district_kinds
        Kinds of places that are its districts.
    metric
        Measures every length and area.
    survey_zone
        3-degree zone in which 勘测定界 TXT is written.
    region
        Where coordinates of parcels are expected, WGS-84 degrees.
    extent
        Where every layer and place lies, WGS-84 degrees: the city and what is shown around it.
    view
        What a page shows at first, WGS-84 degrees.
    title, title_en
        Title of the atlas.
    source, source_en
        The line below each map that says where its data is from.
    search_examples
        Texts a page offers to who has found nothing.
    themes
        The pages, in their order.
    """

    name: str
    name_en: str
    district_kinds: tuple[str, ...]
    metric: Metric
    survey_zone: int
    region: Box
    extent: Box
    view: Box
    title: str
    title_en: str
    source: str
    source_en: str
    search_examples: tuple[str, ...]
    themes: tuple[Theme, ...]

    def titled(self, titles: Mapping[str, str]) -> City:
        """Return the city with titles of a planner's own, the same in both languages.

        Parameters
        ----------
        titles
            By the theme's file, its stem or its title.

        Raises
        ------
        NotFoundError
            If there is no such theme; it names those there are.
        """
        given = {self.theme(name).file: title for name, title in titles.items()}
        themes = (
            row._replace(title=title, title_en=title) if (title := given.get(row.file)) else row
            for row in self.themes
        )
        return replace(self, themes=tuple(themes))

    def theme(self, name: str | None = None) -> Theme:
        """Return a theme by its file, the stem of it or its title, the first for None.

        Raises
        ------
        NotFoundError
            If there is none of this name; it names those there are.
        """
        if name is None:
            return self.themes[0]
        for theme in self.themes:
            if name in (theme.file, theme.stem, theme.title, theme.title_en):
                return theme
        stems = tuple(theme.stem for theme in self.themes)
        raise NotFoundError(say("there is no theme “{name}”", name=name), stems)


EXAMPLE = """[city]
name = "示例市"
name_en = "Example"
district_kinds = ["district", "county_city"]

[reference]
metric_crs = "EPSG:4549"
survey_zone = 40
region = [119.0, 30.0, 121.0, 31.0]
extent = [117.0, 28.0, 123.0, 33.0]

[view]
bounds = [119.2, 30.1, 120.8, 30.9]

[atlas]
title = "示例市产业空间布局图集"
title_en = "Atlas of Example"
source = "数据来源"
source_en = "Source of the data"
search_examples = []

[[themes]]
file = "layout.html"
title = "产业空间布局"
title_en = "Industry layout"
summary = "布局"
structures = []
layers = ["districts", "zones"]
"""
"""A whole ``city.toml``; ``geodata/README.md`` says what each key means."""


def read_city(folder: Path) -> City:
    """Read ``city.toml`` of a geodata folder.

    Raises
    ------
    GeodataError
        If it is missing, is no TOML, or a key is missing, unknown, of the wrong type or
        impossible; the first such fault, with its key and a hint.

    Examples
    --------
    >>> from zzmap.city import read_city
    >>> from zzmap.settings import geodata_folder
    >>> read_city(geodata_folder()).name_en
    'Zhengzhou'
    """
    city, faults = judge_city(folder)
    if city is None:
        raise faults[0]
    return city


def judge_city(folder: Path) -> tuple[City | None, list[GeodataError]]:
    """Read ``city.toml`` and return every fault in it; a city only where there is none."""
    try:
        tables = tomllib.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None, [
            GeodataError(
                say(
                    "the file that names the city is missing (a folder of zzmap 0.1.0 is given one "
                    "where its datapackage.json says that it is of that version)"
                ),
                where=str(folder / FILE),
                hint=say(
                    "Restore it, or add it in UTF-8 with your city's values, such as:\n{example}",
                    example=EXAMPLE,
                ),
            )
        ]
    except (OSError, ValueError, RecursionError) as error:
        return None, [
            GeodataError(
                say("it is no TOML text in UTF-8 ({error})", error=error),
                where=FILE,
                hint=say("Correct it there."),
            )
        ]
    faults: list[GeodataError] = []
    _refuse_unknown(tables, faults)
    city = _city(tables, faults)
    return (None, faults) if faults else (city, [])


class _Reader:
    """Reads one table of the file and collects what is wrong with it.

    A value that is wrong is answered with an empty one of its type, so that all faults of a
    file are found at once.
    """

    def __init__(self, values: Any, where: str, faults: list[GeodataError]) -> None:
        self._where, self._faults = where, faults
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            what = say("this table is missing") if values is None else say("this is no table")
            faults.append(GeodataError(what, f"{FILE} {where}", say("Write it with its keys.")))

    def fault(self, key: str, what: str, hint: str) -> None:
        self._faults.append(GeodataError(what, where=f"{FILE} {self._where} {key}", hint=hint))

    def unknown(self, known: tuple[str, ...]) -> None:
        for key in self._values:
            if key not in known:
                self.fault(
                    key,
                    say("this key is unknown"),
                    say("Remove it; known are {known}.", known=", ".join(known)),
                )

    def text(self, key: str) -> str:
        value = self._value(key, lambda value: isinstance(value, str) and value.strip())
        if value is None:
            return self._wrong(key, say("a text that is not empty"), "")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._value(key, _are_texts)
        if value is None:
            return self._wrong(
                key, say("a list of texts, none empty, none twice"), tuple[str, ...]()
            )
        return tuple(value)

    def whole(self, key: str) -> int:
        value = self._value(key, lambda value: type(value) is int)
        return self._wrong(key, say("a whole number"), 0) if value is None else int(value)

    def box(self, key: str) -> Box:
        value = self._value(key, _is_box)
        if value is None:
            says = say(
                "[west, south, east, north] in degrees, west before east, south before north"
            )
            return self._wrong(key, says, Box(0.0, 0.0, 0.0, 0.0))
        return Box(*map(float, value))

    def _value(self, key: str, fits: Callable[[Any], object]) -> Any:
        value = self._values.get(key)
        return value if fits(value) else None

    def _wrong(self, key: str, wanted: str, empty: Value) -> Value:
        how = say("is not") if key in self._values else say("is missing: it is to be")
        self.fault(key, f"{key} {how} {wanted}", say("geodata/README.md has an example."))
        return empty


def _are_texts(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(row, str) and row for row in value):
        return False
    return len(set(value)) == len(value)


def _is_box(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 4:
        return False
    if not all(type(number) in (int, float) for number in value):
        return False
    west, south, east, north = value
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)


def _refuse_unknown(tables: dict[str, Any], faults: list[GeodataError]) -> None:
    for name in tables:
        if name not in KEYS:
            known = ", ".join(KEYS)
            faults.append(
                GeodataError(
                    say("this table is unknown"),
                    f"{FILE} [{name}]",
                    say("Remove it; known are {known}.", known=known),
                )
            )


def _reader(tables: dict[str, Any], name: str, faults: list[GeodataError]) -> _Reader:
    reader = _Reader(tables.get(name), f"[{name}]", faults)
    reader.unknown(KEYS[name])
    return reader


def _city(tables: dict[str, Any], faults: list[GeodataError]) -> City:
    named, reference, view, atlas = (
        _reader(tables, name, faults) for name in ("city", "reference", "view", "atlas")
    )
    region, extent = reference.box("region"), reference.box("extent")
    bounds = view.box("bounds")
    if not faults:
        _check_inside(reference, "region", region, extent)
        _check_inside(view, "bounds", bounds, extent)
    metric, zone = _metric(reference, region), _survey_zone(reference, region)
    return City(
        named.text("name"),
        named.text("name_en"),
        named.texts("district_kinds"),
        metric,
        zone,
        region,
        extent,
        bounds,
        atlas.text("title"),
        atlas.text("title_en"),
        atlas.text("source"),
        atlas.text("source_en"),
        atlas.texts("search_examples"),
        _themes(tables.get("themes"), faults),
    )


def _check_inside(reader: _Reader, key: str, inner: Box, outer: Box) -> None:
    if not (
        outer.west <= inner.west
        and outer.south <= inner.south
        and inner.east <= outer.east
        and inner.north <= outer.north
    ):
        reader.fault(key, say("it reaches beyond the extent"), say("Widen [reference] extent."))


_ANY_METRIC = Metric(4513)
"""Stands for one that cannot be read until the fault is told."""


def _metric(reader: _Reader, region: Box) -> Metric:
    """Read the system that measures: a zone of CGCS2000 that holds the region's middle."""
    text = reader.text("metric_crs")
    if not text:
        return _ANY_METRIC
    try:
        metric = Metric.of(text)
    except CrsError as error:
        reader.fault("metric_crs", error.what, error.hint)
        return _ANY_METRIC
    _check_reach(reader, "metric_crs", metric.crs, region)
    return metric


def _survey_zone(reader: _Reader, region: Box) -> int:
    zone = reader.whole("survey_zone")
    if zone:
        try:
            _check_reach(reader, "survey_zone", gauss_kruger(3, zone, prefix=True), region)
        except CrsError as error:
            reader.fault("survey_zone", error.what, error.hint)
    return zone


def _check_reach(reader: _Reader, key: str, crs: Crs, region: Box) -> None:
    """Refuse a zone whose metres are not true in the region."""
    assert crs.meridian is not None and crs.width is not None
    middle = (region.west + region.east) / 2
    if middle and abs(middle - crs.meridian) > crs.width / 2 + OVERLAP_DEG:
        reader.fault(
            key,
            say(
                "its meridian {meridian:g}° E is too far from the region, whose middle lies at "
                "{middle:.2f}° E",
                meridian=crs.meridian,
                middle=middle,
            ),
            say(
                "The 3-degree zone there is {middle}, CM {middle2}E.",
                middle=round(middle / 3),
                middle2=round(middle / 3) * 3,
            ),
        )


def _themes(rows: Any, faults: list[GeodataError]) -> tuple[Theme, ...]:
    if not isinstance(rows, list) or not rows:
        faults.append(
            GeodataError(
                say("there is no page"),
                say("{file} [[themes]]", file=FILE),
                say("Write one such table a page."),
            )
        )
        return ()
    themes: list[Theme] = []
    for number, row in enumerate(rows, 1):
        reader = _Reader(row, f"[[themes]] {number}", faults)
        reader.unknown(KEYS["themes"])
        theme = Theme(
            reader.text("file"),
            reader.text("title"),
            reader.text("title_en"),
            reader.text("summary"),
            reader.texts("structures"),
            reader.texts("layers"),
        )
        _check_theme(reader, theme, themes)
        themes.append(theme)
    return tuple(themes)


def _check_theme(reader: _Reader, theme: Theme, before: list[Theme]) -> None:
    if theme.file and (not _PAGE.fullmatch(theme.file) or theme.file == "index.html"):
        reader.fault(
            "file",
            say("“{file}” is no name of a page", file=theme.file),
            say("Use a to z, 0 to 9, _ and -, then .html; index.html is taken."),
        )
    if theme.file and theme.file in {row.file for row in before}:
        reader.fault(
            "file",
            say("“{file}” is another page's", file=theme.file),
            say("Give each page its own."),
        )
    for layer in theme.layers:
        if layer not in PAGE_LAYERS:
            reader.fault(
                "layers",
                say("there is no layer “{layer}”", layer=layer),
                say("Use {page_layers}.", page_layers=", ".join(PAGE_LAYERS)),
            )
