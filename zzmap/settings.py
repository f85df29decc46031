"""Where the data is and which reference system it is kept in."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from zzmap.errors import GeodataError
from zzmap.messages import say

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

STORAGE_CRS = "EPSG:4326"
"""Every stored geometry: WGS-84 longitude and latitude in degrees."""

GEODATA_VARIABLE = "ZZMAP_GEODATA"
"""Environment variable that names another geodata folder."""

GeodataVersion = tuple[int, int, int]
"""Version of the tables of a geodata folder: that of the zzmap that first had them."""

GEODATA_VERSION: GeodataVersion = (0, 2, 0)
"""Version this zzmap reads; an older folder is brought to it (`zzmap.upgrade`)."""

MAX_FILE_BYTES = 2_000_000_000
"""Largest file read; 20,000 parcels are some 20 MB."""

MAX_TEXT_BYTES = 200_000_000
"""Largest text file read (TXT, CSV, WKT)."""

MAX_FEATURES = 200_000
"""Most features read from a file."""

MAX_ROWS = 2_000_000
"""Most rows read from a table of corners."""

MAX_UNPACKED_BYTES = 500_000_000
"""Most an archive may unpack to."""

READ_SECONDS, READ_SECONDS_PER_MB = 5.0, 1.0
"""Processor time to read a file in, and what each of its megabytes adds; a parcel file takes a
tenth.  By the clock it may take twelve times as long: other programs run too."""

DOCUMENT_SECONDS = 60.0
"""Processor time to read a plan's document in, besides that of any file; one of 300 pages takes
a tenth."""

MAX_PAGES = 3_000
"""Most pages of a document that is read."""

READ_MEMORY_MB, READ_MEMORY_PER_BYTE = 600.0, 20.0
"""Memory to read a file in, and what each of its bytes adds; a parcel file takes a third."""

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = (_PACKAGE / "geodata", _PACKAGE.parent / "geodata")


def geodata_folder(chosen: str | Path | None = None) -> Path:
    """Find the folder of tables and layers.

    Parameters
    ----------
    chosen
        Folder given by the caller; else the environment variable, else the data
        that ships with the package (a wheel holds it inside ``zzmap``, a checkout
        beside it).

    Raises
    ------
    GeodataError
        If the folder holds no ``documents.csv``, is of a newer zzmap, or is of an older one and
        cannot be brought to this version.
    """
    named = chosen or os.environ.get(GEODATA_VARIABLE)
    candidates = [Path(named)] if named else [*_SHIPPED]
    for folder in candidates:
        if (folder / "documents.csv").is_file():
            _bring_to_version(folder)
            return folder
    raise GeodataError(
        say("no geodata here (documents.csv is missing)"),
        where=str(candidates[-1]),
        hint=say(
            "Name a folder with --geodata or {geodata_variable}, or install zzmap again.",
            geodata_variable=GEODATA_VARIABLE,
        ),
    )


def shipped_geodata() -> Path:
    """Return the folder that came with zzmap."""
    return next((folder for folder in _SHIPPED if folder.is_dir()), _SHIPPED[-1])


def geodata_version(folder: Path) -> GeodataVersion | None:
    """Return the version a folder says it is of; None where it says none that can be read."""
    try:
        with (folder / "datapackage.json").open(encoding="utf-8") as file:
            found = _VERSION.search(file.read(_VERSION_WITHIN))
    except (OSError, ValueError):
        return None
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


_VERSION = re.compile(r'"version"\s*:\s*"(\d{1,4})\.(\d{1,4})\.(\d{1,4})"')
_VERSION_WITHIN = 2000
"""Letters of the dictionary in which its version stands; the whole of it is for `check`."""


def _bring_to_version(folder: Path) -> None:
    version = geodata_version(folder)
    if version is None or any(folder.glob(".zzmap-*.part")):
        # An upgrade is at work here, or was killed.
        from zzmap.io.staging import settle

        settle(folder)
        version = geodata_version(folder)
    if version is not None and version > GEODATA_VERSION:
        told, ours = (".".join(map(str, row)) for row in (version, GEODATA_VERSION))
        raise GeodataError(
            say(
                "this geodata is of a newer zzmap (its tables are version {told}, this zzmap knows "
                "{ours})",
                told=told,
                ours=ours,
            ),
            where=str(folder),
            hint=say("Update zzmap."),
        )
    if version is not None and version < GEODATA_VERSION:
        from zzmap.upgrade import upgrade

        upgrade(folder, version)


def city_words(folder: Path) -> frozenset[str]:
    """Return what ``city.toml`` calls the city, in lower case: 郑州市, 郑州, in English, and its s.

    It is empty where the file cannot be read, which `zzmap.city.read_city` tells.
    """
    try:
        city = tomllib.loads((folder / "city.toml").read_text("utf-8")).get("city", {})
    except (OSError, ValueError):
        return frozenset()
    name, name_en = (str(city.get(key, "")).lower() for key in ("name", "name_en"))
    words = (name, name.removesuffix("市"), name_en, f"{name_en}'s" if name_en else "")
    return frozenset(filter(None, words))
