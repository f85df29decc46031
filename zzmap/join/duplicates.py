"""Rows of one enterprise: by its credit code, else by its name."""

from __future__ import annotations

from hashlib import blake2b

from zzmap.join.words import folded

_LEAST = 4
"""A shorter name is no enterprise's alone."""


_OLD_CODE = 13
"""Registration numbers before the credit code are digits: 13 or 15 of them."""


class Duplicates:
    """Remembers enterprises by eight bytes each, so that a million rows fit.

    Examples
    --------
    >>> seen = Duplicates()
    >>> seen.first("", "甲乙有限公司", 2), seen.first("", "甲乙 有限公司", 9)
    (None, 2)
    """

    def __init__(self) -> None:
        self._codes: dict[int, int] = {}
        self._names: dict[int, int] = {}  # a negative row has a code of its own

    def first(self, code: str, name: str, row: int) -> int | None:
        """Return the first row of the enterprise, None if this is it."""
        code, name = folded(code), folded(name).replace("(", "").replace(")", "")
        if (len(code) >= _LEAST and not code.isdigit()) or len(code) >= _OLD_CODE:
            by_code = self._codes.setdefault(_short(code), row)
            if by_code != row:
                return by_code
        else:
            code = ""
        if len(name) < _LEAST:
            return None
        key = _short(name)
        known = self._names.setdefault(key, -row if code else row)
        # Two of one name that have each a code of their own are two.
        if abs(known) == row or (code and known < 0):
            return None
        return abs(known)


def _short(text: str) -> int:
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )
