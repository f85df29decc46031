"""Compare the names of columns as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set


def fold_column(column: str) -> str:
    """Drop case, spaces and a unit in brackets.

    Examples
    --------
    >>> fold_column("X 坐标（m）：")
    'x坐标'
    """
    return re.sub(r"[(（\[].*?[)）\]]|[\s:：]", "", fold_width(column)).lower()


def fold_width(text: str) -> str:
    """Write full-width letters, digits and brackets in ordinary ones, without what nobody sees.

    Excel and web pages leave byte-order marks and zero-width spaces in cells.
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def free_name(name: str, taken: Set[str]) -> str:
    """Return a column's name, with ``zzmap_`` before it until none of a table's is called so.

    `taken` are the table's names in lower case: a database takes names that differ by case for one.

    Examples
    --------
    >>> free_name("zone", {"name"}), free_name("Zone", {"zone"})
    ('zone', 'zzmap_Zone')
    """
    while name.lower() in taken:
        name = f"zzmap_{name}"
    return name
