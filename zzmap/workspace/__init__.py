"""A city to work on: its geodata and a planner's parks, bound together.

This is what ``import zzmap as zz`` gives and what the command line calls.  Every use case is
one method here; it returns records and frames and prints nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from zzmap.model import STATUSES
from zzmap.workspace.city import City, open_city

if TYPE_CHECKING:
    from zzmap.findings import Finding
    from zzmap.io.formats import READABLE, WRITABLE
    from zzmap.parks.intake import Reading
    from zzmap.query import GROUPS, Answers, group_of
    from zzmap.report.document import Block, Document, Figure, Heading, Notes, Table
    from zzmap.site.records import Site
    from zzmap.workspace.facts import Facts
    from zzmap.workspace.files import convert
    from zzmap.workspace.parks import Parks
    from zzmap.workspace.records import Addition, Exported, Replacement, Told
    from zzmap.workspace.zones import Zones

__all__ = [
    "GROUPS",
    "READABLE",
    "STATUSES",
    "WRITABLE",
    "Addition",
    "Answers",
    "Block",
    "City",
    "Document",
    "Exported",
    "Facts",
    "Figure",
    "Finding",
    "Heading",
    "Notes",
    "Parks",
    "Reading",
    "Replacement",
    "Site",
    "Table",
    "Told",
    "Zones",
    "convert",
    "group_of",
    "open_city",
]

_HOMES = {
    "READABLE": "zzmap.io.formats",
    "WRITABLE": "zzmap.io.formats",
    "Addition": "zzmap.workspace.records",
    "Exported": "zzmap.workspace.records",
    "Facts": "zzmap.workspace.facts",
    "Finding": "zzmap.findings",
    "Parks": "zzmap.workspace.parks",
    "Reading": "zzmap.parks.intake",
    "Replacement": "zzmap.workspace.records",
    "Block": "zzmap.report.document",
    "Document": "zzmap.report.document",
    "Figure": "zzmap.report.document",
    "Heading": "zzmap.report.document",
    "Notes": "zzmap.report.document",
    "Table": "zzmap.report.document",
    "Site": "zzmap.site.records",
    "Told": "zzmap.workspace.records",
    "Zones": "zzmap.workspace.zones",
    "convert": "zzmap.workspace.files",
    "GROUPS": "zzmap.query",
    "Answers": "zzmap.query",
    "group_of": "zzmap.query",
}
"""Module of each name that a query does not need; it is imported on first use."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found
