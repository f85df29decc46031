"""Where the data is and which reference system it is kept in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from zzmap.errors import GeodataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

STORAGE_CRS = "EPSG:4326"
"""Every stored geometry: WGS-84 longitude and latitude in degrees."""

GEODATA_VARIABLE = "ZZMAP_GEODATA"
"""Environment variable that names another geodata folder."""

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
tenth.  By the clock it may take three times as long: other programs run too."""

READ_MEMORY_MB, READ_MEMORY_PER_BYTE = 600.0, 20.0
"""Memory to read a file in, and what each of its bytes adds; a parcel file takes a third."""

_PACKAGE = Path(__file__).resolve().parent


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
        If the folder holds no ``documents.csv``.
    """
    named = chosen or os.environ.get(GEODATA_VARIABLE)
    candidates = [Path(named)] if named else [_PACKAGE / "geodata", _PACKAGE.parent / "geodata"]
    for folder in candidates:
        if (folder / "documents.csv").is_file():
            return folder
    raise GeodataError(
        "no geodata here (documents.csv is missing)",
        where=str(candidates[-1]),
        hint=f"Name a folder with --geodata or {GEODATA_VARIABLE}, or install zzmap again.",
    )


def city_words(folder: Path) -> frozenset[str]:
    """Return what ``city.toml`` calls the city, in lower case: 郑州市, 郑州 and the English name.

    It is empty where the file cannot be read, which `zzmap.city.read_city` tells.
    """
    try:
        city = tomllib.loads((folder / "city.toml").read_text("utf-8")).get("city", {})
    except (OSError, ValueError):
        return frozenset()
    words = [str(city.get(key, "")).lower() for key in ("name", "name_en")]
    return frozenset(word for word in (*words, words[0].removesuffix("市")) if word)
