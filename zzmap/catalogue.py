"""The catalogue: all tables of a geodata folder, linked by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from zzmap import _links, model
from zzmap._short_names import short_names
from zzmap.errors import GeodataError
from zzmap.messages import say
from zzmap.readings import read, usual_readings
from zzmap.settings import city_words, geodata_folder
from zzmap.tables import iterate_table, read_table

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

    @cached_property
    def derived(self) -> dict[type, object]:
        """What others make of all tables, by its type, kept as long as the tables are."""
        return {}

    def _read(self, table: str, row_type: type[RowT]) -> list[RowT]:
        """Read a table and judge what its rows name: a query must not meet what is not there."""
        path = self.folder / f"{table}.csv"
        rows = read_table(path, row_type)
        fault = next(_links.flaws(table, rows, lambda name: self._ids(name, table, rows)), None)
        if fault is not None:
            line, _ = next(islice(iterate_table(path, row_type), fault.at, None))
            raise GeodataError(
                fault.what, say("{name} row {line}", name=path.name, line=line), fault.hint
            )
        return rows

    def _ids(self, name: str, table: str, rows: list[RowT]) -> Collection[str]:
        """Return the ids of a table that another refers to; one may refer to itself."""
        if name == table:
            return {row.id for row in rows}  # type: ignore[attr-defined]
        found: dict[str, object] = getattr(self, name)
        return found

    @cached_property
    def city(self) -> City:
        """The city the folder tells of; raises as `zzmap.city.read_city`."""
        from zzmap.city import read_city

        return read_city(self.folder)

    @cached_property
    def called(self) -> frozenset[str]:
        """What the city is called, in lower case; read alone, for `city` loads much more."""
        return city_words(self.folder)

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
    def district_ids(self) -> frozenset[str]:
        """Ids of the places that are districts of any."""
        return frozenset(row for place in self.places.values() for row in place.district_ids)

    @cached_property
    def short_names(self) -> dict[str, tuple[str, ...]]:
        """Short forms that everyone uses of places' names, by place id."""
        return short_names(self)

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
    def renamed(self) -> dict[str, str]:
        """What stands for each id that is gone, '' where nothing does."""
        return {row.old_id: row.new_id for row in self._read("renamed", model.Renamed)}

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """Pinyin by term, syllables separated by spaces."""
        return {row.term: row.pinyin for row in self._read("pinyin", model.Pinyin)}

    @cached_property
    def gbt4754(self) -> dict[str, model.GbtClass]:
        """Classes of GB/T 4754-2017 by code, with those above them."""
        return {row.code: row for row in self._read("gbt4754", model.GbtClass)}

    @cached_property
    def crosswalk(self) -> list[model.Crossing]:
        """Industries of the plans beside classes of GB/T 4754-2017."""
        return self._read("crosswalk", model.Crossing)

    @cached_property
    def business_words(self) -> list[model.BusinessWord]:
        """Words of registered and everyday business."""
        return self._read("business_words", model.BusinessWord)

    @cached_property
    def streets(self) -> list[model.Street]:
        """Street offices and towns; one name may be in several districts."""
        return self._read("streets", model.Street)

    @cached_property
    def zone_register(self) -> dict[str, model.RegisteredZone]:
        """What is official of development zones, by place id."""
        return {row.place_id: row for row in self._read("zone_register", model.RegisteredZone)}

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Pinyin of all terms, that of short names too, which is read character by character.

        The characters are read as in other names of places, of which short names are made.
        """
        pinyin = self.pinyin
        terms = (term for row in self.places.values() for term in (row.name, *row.aliases))
        usual = usual_readings({term: pinyin[term] for term in terms if term in pinyin})
        names = (name for names in self.short_names.values() for name in names)
        parts = {name: read(name, usual) for name in names}
        return {name: " ".join(found) for name, found in parts.items() if found} | pinyin

    def own_features(self) -> tuple[Feature, ...]:
        """Return polygons that take the place of shipped ones, or stand beside them.

        The plans have none; a catalogue with a planner's parks has the parks' boundaries.
        """
        return ()

    @cached_property
    def contested(self) -> dict[str, str]:
        """What a planner says against placements, by their ids; nothing here.

        A catalogue with a planner's facts (`zzmap.facts.merge`) has it.
        """
        return {}

    @cached_property
    def own_aliases(self) -> dict[str, tuple[str, ...]]:
        """The aliases a planner has given, by the id of the place or industry; none here."""
        return {}

    # -- links ---------------------------------------------------------------------

    def current(self, row_id: str) -> str:
        """Return the id that stands for an id today: itself, another, or '' for none.

        Links, stores and tables made with an earlier catalogue hold ids that are gone.
        """
        return self.renamed.get(row_id, row_id)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Ids of the industries directly below each industry id ('' for the roots)."""
        below: dict[str, list[str]] = defaultdict(list)
        for row in self.industries.values():
            below[row.parent_id].append(row.id)
        return dict(below)

    @cached_property
    def twins(self) -> dict[str, list[str]]:
        """Ids of the industries that are the same thing in another plan, by industry id."""
        groups: dict[str, list[str]] = defaultdict(list)
        for row in self.industries.values():
            if row.same_as:
                groups[row.same_as].append(row.id)
        both = ([first, *others] for first, others in groups.items())
        return {one: [row for row in all_ if row != one] for all_ in both for one in all_}

    def places_without_position(self, basis: str) -> list[model.Place]:
        """Return the places of a basis, `model.UNLOCATED` or `model.WITHIN`, that lie somewhere.

        What stands for more than one place, such as a belt, has no position to be missing.
        """
        rows = (row for row in self.places.values() if row.basis == basis)
        return [row for row in rows if row.kind not in model.NOT_ONE_PLACE]

    def below(self, industry_id: str) -> Iterator[tuple[int, str]]:
        """Yield an industry and all that lies below it, each with its distance, once.

        The same thing in another plan counts as the industry itself.
        """
        seen: set[str] = set()
        rows = [(0, industry_id)]
        while rows:
            distance, found = rows.pop()
            if found in seen:
                continue
            seen.add(found)
            yield distance, found
            rows += [(distance + 1, child) for child in reversed(self.children.get(found, []))]
            rows += [(distance, twin) for twin in reversed(self.twins.get(found, []))]

    def descendants(self, industry_id: str) -> Iterator[str]:
        """Yield an industry's id, then the ids of all that lie below it."""
        return (found for _, found in self.below(industry_id))

    def ancestors(self, industry_id: str) -> Iterator[str]:
        """Yield the ids above an industry, nearest first."""
        parent = self.industries[industry_id].parent_id
        while parent:
            yield parent
            parent = self.industries[parent].parent_id

    def places_above(self, place_id: str) -> Iterator[str]:
        """Yield the ids of the places a place lies in, nearest first.

        `parent_id` leads from place to place; the district is a place's own, of several the
        first, which holds most of it.
        """
        seen, at, district = {place_id}, place_id, ""
        while at in self.places:
            place = self.places[at]
            district = district or next(iter(place.district_ids), "")
            at = place.parent_id
            if at in seen:
                break
            seen.add(at)
            if at in self.places:
                yield at
        if district not in seen:
            yield district

    @cached_property
    def inside(self) -> dict[str, list[str]]:
        """Ids of the places that lie in each place, at any depth, in the table's order."""
        inside: dict[str, list[str]] = defaultdict(list)
        for row in self.places:
            for over in self.places_above(row):
                inside[over].append(row)
        return dict(inside)

    def wholly_inside(self, place_id: str, over: str) -> bool:
        """Tell whether a place that `inside` gives is known to lie in another as a whole."""
        while place_id and place_id != over:
            place = self.places[place_id]
            if place.district_ids == (over,):
                return True
            place_id = place.parent_id
        return bool(place_id)

    @cached_property
    def partly_inside(self) -> dict[str, list[str]]:
        """Ids of the places that lie in a district in part, by the district's id."""
        partly: dict[str, list[str]] = defaultdict(list)
        for row in self.places.values():
            for district in row.district_ids:
                if district != row.id and row.id not in self.inside.get(district, ()):
                    partly[district].append(row.id)
        return dict(partly)

    @cached_property
    def placements_of_place(self) -> dict[str, list[model.Placement]]:
        """Placements by place id."""
        return _group(self.placements, "place_id")

    @cached_property
    def placements_of_industry(self) -> dict[str, list[model.Placement]]:
        """Placements by industry id (its own only, not its descendants')."""
        return _group(self.placements, "industry_id")

    @cached_property
    def derived_placements(self) -> list[model.Derived]:
        """What is said of a whole element, for each of its members.

        A plan's statement on an element (东部片区重点发展金融服务) is one placement, at the place
        that the element is itself.  Its members as the text names them share it; nothing is
        derived for members that are derived themselves.
        """
        return list(derived_placements(self))

    @cached_property
    def members_of_element(self) -> dict[str, list[model.Member]]:
        """Members by element id, in the plan's order."""
        return _group(self.members, "element_id")

    @cached_property
    def elements_of_structure(self) -> dict[str, list[model.Element]]:
        """Elements by structure id, in the plan's order."""
        return _group(sorted(self.elements.values(), key=lambda row: row.rank), "structure_id")


def derived_placements(catalogue: Catalogue) -> Iterator[model.Derived]:
    """Yield the placements that members have from their element, in the placements' order."""
    elements: dict[str, list[model.Element]] = defaultdict(list)
    for element in catalogue.elements.values():
        if element.place_id:
            elements[element.place_id].append(element)
    for placement in catalogue.placements:
        for element in elements.get(placement.place_id, ()):
            if not _said_of(placement, element):
                continue
            for member in catalogue.members_of_element.get(element.id, ()):
                if member.place_id != placement.place_id and not member.derived:
                    yield model.Derived(placement, element.id, member.place_id)


def _said_of(row: model.Placement, element: model.Element) -> bool:
    """Tell whether a placement is the element's own: stated where the element is."""
    return model.RELATION[row.relation].plan and row.locator.startswith(element.locator)


def _group(rows: Iterable[RowT], column: str) -> dict[str, list[RowT]]:
    groups: dict[str, list[RowT]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return dict(groups)
