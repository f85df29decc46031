"""Compare the names of columns as people write them."""

from __future__ import annotations

import re
import unicodedata


def fold_column(column: str) -> str:
    """Drop case, spaces and a unit in brackets.

    Examples
    --------
    >>> fold_column("X 坐标（m）：")
    'x坐标'
    """
    return re.sub(r"[(（\[].*?[)）\]]|[\s:：]", "", fold_width(column)).lower()


def fold_width(text: str) -> str:
    """Write full-width letters, digits and brackets in ordinary ones."""
    return unicodedata.normalize("NFKC", text)
