"""A plan's text in passages: each with the headings and the box it stands in."""

from __future__ import annotations

from typing import NamedTuple


class Passage(NamedTuple):
    """A paragraph, heading or table row, and what it stands below.

    `start` and `end` index the document's text; `heads` are the titles of the headings in
    force, outermost first; `cells` are those of a table's row.
    """

    start: int
    end: int
    kind: str
    document: str
    locator: str
    heads: tuple[str, ...]
    box: str
    box_title: str
    cells: tuple[str, ...]
