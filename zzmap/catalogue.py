"""The catalogue: all tables of a geodata folder, linked by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from zzmap import model
from zzmap.settings import geodata_folder
from zzmap.tables import read_table

if TYPE_CHECKING:
    from zzmap.city import City
    from zzmap.features import Feature

RowT = TypeVar("RowT")


class Catalogue:
    """What the plans say, as rows linked by id.

    Tables are read when first asked for, so that a query does not pay for those it
    does not use.

    Parameters
    ----------
    folder
        A geodata folder; None takes the one `zzmap.settings.geodata_folder` finds.

    Raises
    ------
    GeodataError
        If there is no such folder; reading a table raises it too, see
        `zzmap.tables.read_table`.
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = geodata_folder(folder)

    def _read(self, table: str, row_type: type[RowT]) -> list[RowT]:
        return read_table(self.folder / f"{table}.csv", row_type)

    @cached_property
    def city(self) -> City:
        """The city the folder tells of; raises as `zzmap.city.read_city`."""
        from zzmap.city import read_city

        return read_city(self.folder)

    @cached_property
    def documents(self) -> dict[str, model.Document]:
        """Documents by id."""
        return {row.id: row for row in self._read("documents", model.Document)}

    @cached_property
    def industries(self) -> dict[str, model.Industry]:
        """Industries by id."""
        return {row.id: row for row in self._read("industries", model.Industry)}

    @cached_property
    def places(self) -> dict[str, model.Place]:
        """Places by id."""
        return {row.id: row for row in self._read("places", model.Place)}

    @cached_property
    def structures(self) -> dict[str, model.Structure]:
        """Structures by id."""
        return {row.id: row for row in self._read("structures", model.Structure)}

    @cached_property
    def elements(self) -> dict[str, model.Element]:
        """Structure elements by id."""
        return {row.id: row for row in self._read("elements", model.Element)}

    @cached_property
    def members(self) -> list[model.Member]:
        """Members of every element, in the plan's order."""
        rows = self._read("members", model.Member)
        return sorted(rows, key=lambda row: (row.element_id, row.rank))

    @cached_property
    def placements(self) -> list[model.Placement]:
        """Placements in the order the plans state them."""
        return self._read("placements", model.Placement)

    @cached_property
    def projects(self) -> list[model.Project]:
        """Key projects in the order the plans name them."""
        return self._read("projects", model.Project)

    @cached_property
    def sites(self) -> list[model.Site]:
        """Heritage sites and attractions."""
        return self._read("sites", model.Site)

    @cached_property
    def indicators(self) -> list[model.Indicator]:
        """Indicators with their values by year."""
        return self._read("indicators", model.Indicator)

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """Pinyin by term, syllables separated by spaces."""
        return {row.term: row.pinyin for row in self._read("pinyin", model.Pinyin)}

    def own_features(self) -> tuple[Feature, ...]:
        """Return polygons that take the place of shipped ones, or stand beside them.

        The plans have none; a catalogue with a planner's parks has the parks' boundaries.
        """
        return ()

    # -- links ---------------------------------------------------------------------

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Ids of the industries directly below each industry id ('' for the roots)."""
        below: dict[str, list[str]] = defaultdict(list)
        for row in self.industries.values():
            below[row.parent_id].append(row.id)
        return dict(below)

    def descendants(self, industry_id: str) -> Iterator[str]:
        """Yield an industry's id, then the ids of all that lie below it."""
        yield industry_id
        for child in self.children.get(industry_id, ()):
            yield from self.descendants(child)

    def ancestors(self, industry_id: str) -> Iterator[str]:
        """Yield the ids above an industry, nearest first."""
        parent = self.industries[industry_id].parent_id
        while parent:
            yield parent
            parent = self.industries[parent].parent_id

    @cached_property
    def placements_of_place(self) -> dict[str, list[model.Placement]]:
        """Placements by place id."""
        return _group(self.placements, "place_id")

    @cached_property
    def placements_of_industry(self) -> dict[str, list[model.Placement]]:
        """Placements by industry id (its own only, not its descendants')."""
        return _group(self.placements, "industry_id")

    @cached_property
    def members_of_element(self) -> dict[str, list[model.Member]]:
        """Members by element id, in the plan's order."""
        return _group(self.members, "element_id")

    @cached_property
    def elements_of_structure(self) -> dict[str, list[model.Element]]:
        """Elements by structure id, in the plan's order."""
        return _group(sorted(self.elements.values(), key=lambda row: row.rank), "structure_id")


def _group(rows: Iterable[RowT], column: str) -> dict[str, list[RowT]]:
    groups: dict[str, list[RowT]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return dict(groups)
