"""Whether a FlatGeobuf says that it has measures, of which GDAL says nothing through Fiona."""

from __future__ import annotations

import struct
from pathlib import Path

_SIGN_BYTES, _HEAD = 8, 1 << 16
_HAS_M = 4
"""Number of the field in the table of the header (FlatGeobuf 3.0, header.fbs)."""


def fgb_measured(path: Path) -> bool:
    """Tell whether the header of a FlatGeobuf says that it has measures (M)."""
    with path.open("rb") as file:
        head = file.read(_HEAD)[_SIGN_BYTES + 4 :]
    try:
        (table,) = struct.unpack_from("<I", head, 0)
        (back,) = struct.unpack_from("<i", head, table)
        size, _ = struct.unpack_from("<HH", head, table - back)
        at = 4 + 2 * _HAS_M
        if at + 2 > size:
            return False
        (offset,) = struct.unpack_from("<H", head, table - back + at)
        return bool(offset and head[table + offset])
    except (struct.error, IndexError):
        return False  # a damaged header is refused by who reads the features
