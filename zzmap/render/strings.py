"""Texts that repeat, such as lineage and locators, written once and pointed at."""

from __future__ import annotations


class Strings:
    """A growing list of distinct texts."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text, adding it if it is new."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def values(self) -> list[str]:
        """All texts, each at its number."""
        return list(self._numbers)
