"""A city to work on: its geodata and a planner's parks, bound together.

This is what ``import zzmap as zz`` gives and what the command line calls.  Every use case is
one method here; it returns records and frames and prints nothing.
"""

from zzmap.workspace.city import City, open_city
from zzmap.workspace.parks import STATUSES, Parks
from zzmap.workspace.records import Addition, Exported, Replacement
from zzmap.workspace.zones import Zones

__all__ = ["STATUSES", "Addition", "City", "Exported", "Parks", "Replacement", "Zones", "open_city"]
