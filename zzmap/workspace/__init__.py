"""A city to work on: its geodata and a planner's parks, bound together.

This is what ``import zzmap as zz`` gives and what the command line calls.  Every use case is
one method here; it returns records and frames and prints nothing.
"""

from typing import TYPE_CHECKING

from zzmap.workspace.city import City, open_city
from zzmap.workspace.files import convert
from zzmap.workspace.parks import STATUSES, Parks
from zzmap.workspace.records import Addition, Exported, Replacement
from zzmap.workspace.zones import Zones

if TYPE_CHECKING:
    from zzmap.parks.intake import Reading

__all__ = [
    "STATUSES",
    "Addition",
    "City",
    "Exported",
    "Parks",
    "Reading",
    "Replacement",
    "Zones",
    "convert",
    "open_city",
]


def __getattr__(name: str) -> object:
    if name == "Reading":
        from zzmap.parks.intake import Reading

        return Reading
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
